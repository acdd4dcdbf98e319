package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.chat.Usage;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when turns end, alone or several of one program, once or twice. */
final class EngineTurnEndTest {

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 16_000);

  @ParameterizedTest
  @EnumSource(TurnOutcome.class)
  void finish_lastTurnWithAnyOutcome_leavesReasoning(TurnOutcome outcome) {
    TurnTicket turn = run.arrive("a", 160);

    run.end(turn, outcome, null);

    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
    assertThat(run.program("a").turnsEnded()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TurnOutcome.class)
  void finish_markedWithAnyOutcome_isPaused(TurnOutcome outcome) {
    TurnTicket large = run.arrive("large", 12_800);
    TurnTicket small = run.arrive("small", 3_200);
    run.progress(small, 16);
    assertThat(run.state("large")).isEqualTo(ProgramState.MARKED);

    run.end(large, outcome, null);

    assertThat(run.state("large")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void finish_succeeded_holdsWhatTheEngineCounted() {
    TurnTicket turn = run.arrive("a", 160);

    run.finish(turn, 320, 100);

    assertThat(run.used("b")).isEqualTo(432); // 420, in blocks of 16
  }

  @Test
  void finish_failed_holdsWhatItHeldBefore() {
    TurnTicket first = run.arrive("a", 160);
    run.finish(first, 160, 32);
    TurnTicket second = run.arrive("a", 800);

    run.fail(second);

    assertThat(run.used("b")).isEqualTo(192);
  }

  @Test
  void finish_cancelledWithoutUsage_holdsWhatWasGeneratedSoFar() {
    TurnTicket turn = run.arrive("a", 160);
    run.progress(turn, 64);

    run.end(turn, TurnOutcome.CANCELLED, null);

    assertThat(run.used("b")).isEqualTo(224);
  }

  @Test
  void progress_moreThanTheBackendHolds_countsAsMuchAsItHolds() {
    TurnTicket turn = run.arrive("a", 160);
    run.progress(turn, 1_000_000_000_000L);

    run.end(turn, TurnOutcome.CANCELLED, null);

    long capacity = run.backend("b").capacityTokens;
    assertThat(run.program("a").footprint(16)).isEqualTo(160 + capacity);
  }

  @Test
  void finish_secondTime_isIgnored() {
    TurnTicket turn = run.arrive("a", 160);
    run.finish(turn, 160, 0);

    run.finish(turn, 800, 800);
    run.fail(turn);

    assertThat(run.used("b")).isEqualTo(160);
    assertThat(run.program("a").turnsEnded()).isEqualTo(1);
  }

  @Test
  void finish_afterRelease_isIgnored() {
    TurnTicket turn = run.arrive("a", 160);
    run.release("a");
    TurnTicket other = run.arrive("a", 320);

    run.finish(turn, 800, 0);
    run.progress(turn, 5_000);

    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
    assertThat(run.used("b")).isEqualTo(320);
    assertThat(other.revocation()).isNull();
  }

  @Test
  void finish_turnThatWaits_isIgnored() {
    run.arrive("blocker", 16_000);
    TurnTicket waits = run.arrive("waits", 160);

    run.finish(waits, 160, 0);

    assertThat(run.state("waits")).isEqualTo(ProgramState.WAITING);
    assertThat(run.waitingTurns()).isEqualTo(1);
  }

  @Test
  void progress_smallerThanBefore_isIgnored() {
    TurnTicket turn = run.arrive("a", 160);
    run.progress(turn, 320);

    run.progress(turn, 16);

    assertThat(run.used("b")).isEqualTo(480);
  }

  @Test
  void arrive_concurrentTurns_holdTheUnionOfTheirContexts() {
    run.acting("a", 1_600);

    run.arrive("a", 1_600 + 160);
    run.arrive("a", 1_600 + 320);

    assertThat(run.program("a").turnsInFlight()).isEqualTo(2);
    assertThat(run.used("b")).as("common 1,600, and both branches").isEqualTo(2_080);
  }

  @Test
  void finish_oneOfThree_keepsReasoningAndTheOthersBranches() {
    run.acting("a", 1_600);
    TurnTicket first = run.arrive("a", 1_760);
    TurnTicket second = run.arrive("a", 1_760);
    TurnTicket third = run.arrive("a", 1_760);
    assertThat(run.used("b")).isEqualTo(2_080);

    run.finish(first, 1_760, 0);
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
    run.fail(second);
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
    run.finish(third, 1_760, 160);

    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
    assertThat(run.used("b")).as("the longest branch").isEqualTo(1_920);
  }

  @Test
  void finish_shortBranchLast_keepsTheLongestBranch() {
    run.acting("a", 1_600);
    TurnTicket first = run.arrive("a", 1_760);
    TurnTicket second = run.arrive("a", 1_760);

    run.finish(first, 1_760, 320);
    run.finish(second, 1_760, 16);

    assertThat(run.used("b")).isEqualTo(2_080);
  }

  @Test
  void finish_aloneAfterCompaction_replacesTheContext() {
    run.acting("a", 1_600);
    TurnTicket turn = run.arrive("a", 320);

    assertThat(run.used("b")).isEqualTo(320);
    run.finish(turn, 320, 0);

    assertThat(run.used("b")).isEqualTo(320);
  }

  @Test
  void finish_always_pairsAdmittedAndEndedEvents() {
    TurnTicket turn = run.arrive("a", 160);
    run.end(turn, TurnOutcome.SUCCEEDED, new Usage(160, 16, null));

    assertThat(run.events)
        .endsWith(
            new ThunderEvent.TurnAdmitted(
                turn.programId(),
                turn.id(),
                run.backend("b").id(),
                160,
                160,
                run.backend("b").admitLimit(),
                0),
            new ThunderEvent.TurnEnded(
                turn.programId(), turn.id(), run.backend("b").id(), TurnOutcome.SUCCEEDED, 176, 0));
  }
}
