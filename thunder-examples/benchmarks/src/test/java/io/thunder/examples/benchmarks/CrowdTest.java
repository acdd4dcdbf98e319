package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.thunder.ThunderSnapshot.ProgramView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CrowdTest {

  private static final int PROGRAMS = 50;

  static Stream<Named<Crowd>> crowds() {
    return Stream.of(
        Named.of("idle", Crowd.idle(PROGRAMS)),
        Named.of("paused", Crowd.paused()),
        Named.of("waiting", Crowd.waiting(PROGRAMS)),
        Named.of("active", Crowd.active(PROGRAMS)));
  }

  @ParameterizedTest
  @MethodSource("crowds")
  void joinAndLeave_twice_allInTheirStateThenGone(Crowd crowd) {
    try (crowd) {
      List<ProgramView> before = crowd.client().snapshot().programs();
      for (int round = 0; round < 2; round++) {
        crowd.join(PROGRAMS);
        assertThatCode(crowd::requireState).doesNotThrowAnyException();
        crowd.leave();
        assertThat(crowd.client().snapshot().programs()).hasSameSizeAs(before);
      }
      assertThat(crowd.client().selfCheck()).isEmpty();
    }
  }
}
