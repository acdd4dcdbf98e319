package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thunder.capacity.GrowthForecast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TurnPaceTest {

  private static final long MINUTE = 60_000_000_000L;
  private static final double PEERS = GrowthForecast.DEFAULT_TOKENS;

  private final TurnPace pace = new TurnPace();

  /** The clock may have begun anywhere, long before or after its zero. */
  @ParameterizedTest
  @ValueSource(longs = {-9_000_000_000_000_000_000L, -1, 0, 1, 9_000_000_000_000_000_000L})
  void nanosPerToken_nothingLearnt_isThatOfAll(long now) {
    assertThat(pace.nanosPerToken(5, now)).isEqualTo(5);
    pace.learn(1_000, 100, now);
    assertThat(pace.nanosPerToken(5, now)).isEqualTo((1_000 + 5 * PEERS) / (100 + PEERS));
  }

  @Test
  void nanosPerToken_askedTwiceAndAfterLearning_followsWhatWasLearnt() {
    pace.learn(10_000, 100, 0);
    double before = pace.nanosPerToken(5, MINUTE);
    assertThat(pace.nanosPerToken(5, MINUTE)).isEqualTo(before);
    assertThat(before).isCloseTo((5_000 + 5 * PEERS) / (50 + PEERS), within(1e-9));

    pace.learn(30_000, 100, MINUTE);
    assertThat(pace.nanosPerToken(5, MINUTE))
        .isCloseTo((35_000 + 5 * PEERS) / (150 + PEERS), within(1e-9));
    assertThat(pace.nanosPerToken(5, 2 * MINUTE))
        .isCloseTo((17_500 + 5 * PEERS) / (75 + PEERS), within(1e-9));
  }

  @Test
  void nanosPerToken_askedOfAnEarlierMoment_isThatOfTheMoment() {
    pace.learn(10_000, 100, 0);
    double early = pace.nanosPerToken(5, MINUTE);
    double late = pace.nanosPerToken(5, 3 * MINUTE);
    assertThat(late).isLessThan(early);
    assertThat(pace.nanosPerToken(5, MINUTE)).isEqualTo(early);
  }
}
