package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PacerTest {

  private static final long MILLI = 1_000_000;

  private final FakeClock clock = new FakeClock();
  private final Pacer pacer = new Pacer(clock, 10);

  @Test
  void virtualNanos_anyTime_isWallTimeTimesSpeed() {
    clock.nanos += 3 * MILLI;

    assertThat(pacer.virtualNanos()).isEqualTo(30 * MILLI);
  }

  @Test
  void awaitStepEnd_inTime_parksThenSpins() {
    pacer.awaitStepEnd(20 * MILLI, 20 * MILLI, () -> false);

    assertThat(clock.sinceStart()).isBetween(2 * MILLI, 2 * MILLI + 1_000);
    assertThat(clock.parks).containsExactly(2 * MILLI - 70_000);
    assertThat(pacer.report().lateShare()).isLessThan(.001);
  }

  @Test
  void awaitStepEnd_late_catchesUpWithoutDrift() {
    clock.nanos += 5 * MILLI; // a pause of the machine
    pacer.awaitStepEnd(20 * MILLI, 20 * MILLI, () -> false);
    assertThat(clock.sinceStart()).isEqualTo(5 * MILLI);
    pacer.awaitStepEnd(20 * MILLI, 40 * MILLI, () -> false);
    assertThat(clock.sinceStart()).isEqualTo(5 * MILLI);

    pacer.awaitStepEnd(20 * MILLI, 60 * MILLI, () -> false);

    assertThat(clock.sinceStart()).isBetween(6 * MILLI, 6 * MILLI + 1_000);
    assertThat(pacer.report().steps()).isEqualTo(3);
    assertThat(pacer.report().lagNanosMax()).isEqualTo(3 * MILLI);
    assertThat(pacer.report().lateShare()).isBetween(.49, .51); // 2 + 1 of 6 ms
  }

  @Test
  void awaitStepEnd_stopped_returnsAtOnce() {
    pacer.awaitStepEnd(20 * MILLI, 20 * MILLI, () -> true);

    assertThat(clock.sinceStart()).isZero();
  }

  /** Time passes by waiting only. */
  private static final class FakeClock implements WallClock {

    private static final long START = -7_000_000_000L;

    private final List<Long> parks = new ArrayList<>();
    private long nanos = START;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void park(long parkNanos) {
      if (parkNanos > 0) {
        parks.add(parkNanos);
        nanos += parkNanos;
      } else {
        nanos += 500;
      }
    }

    long sinceStart() {
      return nanos - START;
    }
  }
}
