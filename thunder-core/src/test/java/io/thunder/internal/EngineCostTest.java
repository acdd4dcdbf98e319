package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.program.SpaceTimeCosts;
import io.thunder.program.TurnOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The five space-time costs of cases small enough to be worked out by hand. */
final class EngineCostTest {

  private static final double PRECISION = 1e-3;

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

  @Test
  void costs_twoTurnsAndATool_areAsWorkedOut() {
    TurnTicket first = run.arrive("a", 320);
    run.pass(Duration.ofSeconds(2));
    run.progress(first, 1); // the first token
    run.pass(Duration.ofSeconds(3));
    run.end(first, TurnOutcome.SUCCEEDED, new Usage(320, 16, 0L));
    run.pass(Duration.ofSeconds(10)); // the tool
    TurnTicket second = run.arrive("a", 640);
    run.pass(Duration.ofSeconds(4));
    run.progress(second, 1);
    run.pass(Duration.ofSeconds(1));
    run.end(second, TurnOutcome.SUCCEEDED, new Usage(640, 16, 0L)); // its cache was lost

    // Held: 320 tokens for 2 s, 336 for 3 s, 336 for 10 s, 640 for 4 s, 656 for 1 s. Of the second
    // prefill, 336 of 640 prompt tokens had been computed before.
    SpaceTimeCosts costs = run.program("a").costs();
    double held = 320 * 2 + 336 * 3 + 640 * 4 + 656;
    assertThat(costs.idle()).isCloseTo(3_360, within(PRECISION));
    assertThat(costs.decode() + costs.prefill() + costs.recompute())
        .isCloseTo(held, within(PRECISION));
    double firstShare = 2.0 / 5;
    double secondShare = 4.0 / 5;
    double firstHeld = 320 * 2 + 336 * 3;
    double secondHeld = 640 * 4 + 656;
    assertThat(costs.decode())
        .isCloseTo(
            firstHeld * (1 - firstShare) + secondHeld * (1 - secondShare), within(PRECISION));
    assertThat(costs.recompute())
        .isCloseTo(secondHeld * secondShare * 336 / 640, within(PRECISION));
    assertThat(costs.prefill())
        .isCloseTo(
            firstHeld * firstShare + secondHeld * secondShare * 304 / 640, within(PRECISION));
    assertThat(costs.unused()).isZero();
    assertThat(run.backend("b").costs()).isEqualTo(costs);
  }

  @Test
  void costs_concurrentTurns_countWhatIsHeldOnce() {
    run.acting("a", 320);
    TurnTicket first = run.arrive("a", 320);
    TurnTicket second = run.arrive("a", 320); // the same context: 320 tokens for both
    run.pass(Duration.ofSeconds(10));
    run.finish(first, 320, 0);
    run.finish(second, 320, 0);

    SpaceTimeCosts costs = run.program("a").costs();
    assertThat(costs.total()).isCloseTo(320 * 10, within(PRECISION));
  }

  @Test
  void costs_releasedWhileRunning_areBookedOnTheBackend() {
    run.arrive("a", 320);
    run.pass(Duration.ofSeconds(10));

    run.release("a");

    assertThat(run.backend("b").costs().total()).isCloseTo(3_200, within(PRECISION));
  }

  @Test
  void costs_waitingTurnWhileRoomIsFree_areUnused() {
    run.arrive("a", 800);
    run.pass(Duration.ofSeconds(5)); // nobody waits: free is not unused
    TurnTicket waits = run.arrive("large", 1_600);
    run.pass(Duration.ofSeconds(3));
    run.withdraw(waits, true);
    run.pass(Duration.ofSeconds(7));
    run.release("a");

    assertThat(run.backend("b").costs().unused()).isCloseTo(800 * 3, within(PRECISION));
  }

  @Test
  void costs_capacityBecomesKnown_chargesTheTimeBeforeAtTheOldOne() {
    RecordedEngine fresh = RecordedEngine.of(RecordedEngine.plain().build(), 0); // assumed 4,000
    fresh.arrive("a", 2_400);
    TurnTicket waits = fresh.arrive("large", 3_200);
    fresh.pass(Duration.ofSeconds(2));
    fresh.observe("b", BackendReading.ofCapacity(5_000));
    fresh.withdraw(waits, true);
    fresh.release("a");

    assertThat(fresh.backend("b").costs().unused()).isCloseTo(1_600 * 2, within(PRECISION));
  }
}
