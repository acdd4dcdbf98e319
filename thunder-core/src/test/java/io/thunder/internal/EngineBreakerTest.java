package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backends that answer probes, and fail one turn after another. */
final class EngineBreakerTest {

  private static final Duration FIRST_REST = Duration.ofSeconds(1);

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 16_000);

  private void open() {
    open(run);
  }

  /** Fails as many turns in a row as it takes. */
  private static void open(RecordedEngine run) {
    for (int i = 0; i < Breaker.FAILURES_UNTIL_OPEN; i++) {
      run.fail(run.arrive("p" + i, 160));
    }
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.RESTING);
  }

  private void rest(Duration time) {
    run.pass(time);
    run.tick();
  }

  private static long admitted(List<TurnTicket> turns) {
    return turns.stream().filter(turn -> turn.admittedTo() != null).count();
  }

  private List<TurnTicket> arrive(int turns) {
    List<TurnTicket> arrived = new ArrayList<>();
    for (int i = 0; i < turns; i++) {
      arrived.add(run.arrive("w" + i, 160));
    }
    return arrived;
  }

  @Test
  void failed_fewInARow_restsNobody() {
    for (int round = 0; round < 3; round++) {
      for (int i = 1; i < Breaker.FAILURES_UNTIL_OPEN; i++) {
        run.fail(run.arrive("p", 160));
      }
      run.finish(run.arrive("p", 160), 160, 1);
    }

    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
  }

  @Test
  void failed_requestsThatAreWrong_restNobody() {
    for (int i = 0; i < 20; i++) {
      run.end(run.arrive("p", 160), TurnOutcome.REJECTED, null);
    }

    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
  }

  @Test
  void open_engineStartedAnew_servesAllAtOnce() {
    run.observe("b", queried(1_000));
    open();
    List<TurnTicket> turns = arrive(4);
    run.observe("b", queried(600));
    assertThat(admitted(turns)).as("a counter that goes on").isZero();

    run.observe("b", queried(0));
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
    assertThat(admitted(turns)).isEqualTo(4);
  }

  @Test
  void trial_engineStartsAnewMeanwhile_theOthersNeedNotWaitForIt() {
    run.observe("b", queried(1_000));
    open();
    List<TurnTicket> turns = arrive(4);
    rest(FIRST_REST);
    assertThat(admitted(turns)).isEqualTo(1);

    run.observe("b", queried(0));
    assertThat(admitted(turns)).isEqualTo(4);
  }

  private static BackendReading queried(long tokens) {
    return new BackendReading(null, null, null, null, null, tokens, 0L, null);
  }

  @Test
  void open_restOver_oneTurnTriesAndTheOthersFollowItsSuccess() {
    open();
    List<TurnTicket> turns = arrive(4);
    assertThat(admitted(turns)).isZero();

    rest(FIRST_REST);
    assertThat(admitted(turns)).isEqualTo(1);

    run.finish(turns.get(0), 160, 1);
    assertThat(admitted(turns)).isEqualTo(4);
  }

  @Test
  void open_trialFails_restsTwiceAsLongUpToAMinute() {
    open();
    TurnTicket trial = run.arrive("p", 160);
    rest(FIRST_REST);

    Duration rest = FIRST_REST;
    for (int i = 0; i < 9; i++) {
      run.fail(trial);
      rest = rest.multipliedBy(2).compareTo(Duration.ofSeconds(64)) > 0
          ? Duration.ofSeconds(64)
          : rest.multipliedBy(2);
      run.pass(rest.minusMillis(1));
      trial = run.arrive("p", 160); // one that came before would have been refused by now
      run.observe("b", BackendReading.EMPTY);
      assertThat(trial.admittedTo()).as("after %d trials", i + 1).isNull();
      rest(Duration.ofMillis(1));
      assertThat(trial.admittedTo()).as("after %s", rest).isNotNull();
    }
  }

  @Test
  void open_trialIsWrongOrWithdrawn_anotherTries() {
    open();
    List<TurnTicket> turns = arrive(3);
    rest(FIRST_REST);

    run.end(turns.get(0), TurnOutcome.REJECTED, null);
    assertThat(admitted(turns)).isEqualTo(2);
    run.withdraw(turns.get(1), /* evenIfRunning= */ true);
    assertThat(admitted(turns)).isEqualTo(3);
  }

  @Test
  void open_trialReleased_anotherTries() {
    open();
    List<TurnTicket> turns = arrive(2);
    rest(FIRST_REST);

    run.release("w0");

    assertThat(admitted(turns)).isEqualTo(2);
  }

  @Test
  void open_earlierTurnSucceedsDuringATrial_isProof() {
    TurnTicket earlier = run.arrive("early", 160);
    open();
    List<TurnTicket> turns = arrive(3);
    rest(FIRST_REST);

    run.finish(earlier, 160, 1);

    assertThat(admitted(turns)).isEqualTo(3);
  }

  @Test
  void open_restOverDuringALongTrial_anotherTriesAtOnce() {
    open();
    List<TurnTicket> turns = arrive(3);
    rest(FIRST_REST);
    run.overloaded("b", Duration.ofSeconds(10));

    rest(Duration.ofSeconds(10));

    assertThat(admitted(turns)).isEqualTo(2);
  }

  @Test
  void open_trialGenerates_isProof() {
    open();
    List<TurnTicket> turns = arrive(4);
    rest(FIRST_REST);

    run.progress(turns.get(0), 1);

    assertThat(admitted(turns)).isEqualTo(4);
  }

  @Test
  void open_trialTakesLong_anotherTriesBesideIt() {
    open();
    List<TurnTicket> turns = arrive(4);
    rest(FIRST_REST);

    rest(Duration.ofSeconds(9));
    assertThat(admitted(turns)).isEqualTo(1);
    rest(Duration.ofSeconds(1));
    assertThat(admitted(turns)).isEqualTo(2);
  }

  @Test
  void open_backendDiesUnderTheTrial_isTriedWhenItIsBack() {
    open();
    List<TurnTicket> turns = arrive(2);
    rest(FIRST_REST);
    run.down("b");

    run.observe("b", BackendReading.EMPTY);

    assertThat(admitted(turns)).isEqualTo(2);
  }

  @Test
  void open_turnsOnTheirWayFail_restIsNoLonger() {
    List<TurnTicket> flying = arrive(20);
    flying.forEach(run::fail);
    TurnTicket next = run.arrive("next", 160);

    rest(FIRST_REST);

    assertThat(next.admittedTo()).isNotNull();
  }

  @Test
  void open_anotherBackendUp_takesThemAll() {
    run.acting("a", 160);
    open();
    run.up("c", 16_000);

    assertThat(admitted(arrive(4))).isEqualTo(4);
    assertThat(run.arrive("a", 160).admittedTo().id().value()).isEqualTo("c");
  }

  @Test
  void open_severalTurnsOfAProgramThere_laterOnesWaitForTheEarlier() {
    TurnTicket running = run.arrive("a", 160);
    open();
    TurnTicket later = run.arrive("a", 160);
    assertThat(later.admittedTo()).isNull();

    run.finish(running, 160, 1);
    rest(FIRST_REST);

    assertThat(later.admittedTo()).isNotNull();
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
  }

  /** Each trial is a hope, but waiting does not begin anew with it. */
  @Test
  void open_everyTrialFails_turnsWaitNoLongerThanTheyMay() {
    Duration limit = Duration.ofSeconds(90); // more than the longest rest
    RecordedEngine patient = new RecordedEngine(
        RecordedEngine.plain().build(),
        new EngineLimits(1_000, Duration.ofHours(1).toNanos(), 4_000, limit.toNanos(), 0));
    patient.up("b", 16_000);
    open(patient);
    List<TurnTicket> turns = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      turns.add(patient.arrive("w" + i, 160));
    }

    Duration waited = Duration.ZERO;
    while (turns.get(49).refusal() == null && waited.toMinutes() < 10) {
      turns.stream().filter(turn -> turn.stage == TurnTicket.Stage.RUNNING).forEach(patient::fail);
      patient.pass(FIRST_REST);
      patient.tick();
      waited = waited.plus(FIRST_REST);
    }

    assertThat(waited).isEqualTo(limit);
  }

  @Test
  void open_trialFailsAfterTheLimit_othersAreToldAtOnce() {
    open();
    List<TurnTicket> turns = arrive(2);
    rest(FIRST_REST);
    run.pass(Duration.ofSeconds(12));
    assertThat(turns.get(1).refusal()).as("the trial is a hope").isNull();

    run.fail(turns.get(0));
    assertThat(turns.get(1).refusal()).isInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void open_forLong_turnsAreToldSo() {
    open();
    List<TurnTicket> turns = arrive(8);
    for (int i = 0; i < 4; i++) {
      rest(Duration.ofSeconds(1 << i));
      run.fail(turns.get(i));
    }

    rest(Duration.ofSeconds(12));

    assertThat(turns.get(7).refusal())
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("b RESTING (turns failed one after another)");
  }
}
