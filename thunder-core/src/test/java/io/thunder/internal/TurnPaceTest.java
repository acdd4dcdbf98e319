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

  /** What a step may make of a difference of 9 per token, by at most 1.25 %. */
  private static final double STEP = 0.12;

  private final TurnPace ofAll = new TurnPace();
  private final TurnPace pace = new TurnPace(ofAll);

  /** The clock may have begun anywhere, long before or after its zero. */
  @ParameterizedTest
  @ValueSource(longs = {-9_000_000_000_000_000_000L, -1, 0, 1, 9_000_000_000_000_000_000L})
  void nanosPerToken_nothingLearnt_isThatOfAll(long now) {
    assertThat(pace.nanosPerToken(now)).isEqualTo(1);
    new TurnPace(ofAll).learn(500, 100, now);
    assertThat(pace.nanosPerToken(now)).isEqualTo(5);

    pace.learn(1_300, 100, now); // all together 9 per token
    assertThat(pace.nanosPerToken(now)).isEqualTo((1_300 + 9 * PEERS) / (100 + PEERS));
  }

  @Test
  void nanosPerToken_timePasses_countsForLess() {
    pace.learn(10_000, 100, 0);
    new TurnPace(ofAll).learn(0, 100, 0); // all together 50 per token, and so they stay

    assertThat(pace.nanosPerToken(0)).isEqualTo((10_000 + 50 * PEERS) / (100 + PEERS));
    assertThat(pace.nanosPerToken(MINUTE))
        .isCloseTo((5_000 + 50 * PEERS) / (50 + PEERS), within(STEP));
    assertThat(pace.nanosPerToken(2 * MINUTE))
        .isCloseTo((2_500 + 50 * PEERS) / (25 + PEERS), within(STEP));
  }

  /** Turns that end often must not keep the sums from fading. */
  @Test
  void nanosPerToken_turnsEndAllTheTime_forgetsTheOldOnes() {
    long step = MINUTE / 1_000;
    for (int i = 0; i < 1_000; i++) {
      pace.learn(100, 1, i * step);
    }
    for (int i = 0; i < 10_000; i++) {
      pace.learn(10, 1, MINUTE + i * step);
    }

    assertThat(ofAll.nanosPerToken(11 * MINUTE)).isCloseTo(10, within(0.1));
    assertThat(pace.nanosPerToken(11 * MINUTE)).isCloseTo(10, within(0.1));
  }

  @Test
  void nanosPerToken_clockWentBack_goesOnFadingFromThere() {
    pace.learn(10_000, 100, 60 * MINUTE);
    new TurnPace(ofAll).learn(0, 100, 60 * MINUTE);

    double before = pace.nanosPerToken(MINUTE);
    assertThat(before).isEqualTo((10_000 + 50 * PEERS) / (100 + PEERS));
    assertThat(pace.nanosPerToken(2 * MINUTE)).isLessThan(before);
  }
}
