package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class JitterTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static List<Duration> first(int count, long seed) {
    return Stream.generate(new Jitter(INTERVAL, seed)::next).limit(count).toList();
  }

  @Test
  void next_always_isAtMostAFifthShorter() {
    assertThat(first(1_000, 7)).allSatisfy(next -> assertThat(next)
        .isLessThanOrEqualTo(INTERVAL)
        .isGreaterThanOrEqualTo(Duration.ofSeconds(4)));
  }

  @Test
  void next_otherBackends_fallApart() {
    assertThat(first(5, 7)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(first(5, 8));
    assertThat(first(5, 7)).isEqualTo(first(5, 7));
  }
}
