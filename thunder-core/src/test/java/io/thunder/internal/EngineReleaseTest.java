package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendId;
import io.thunder.error.ClientClosedException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.event.ThunderEvent;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How programs end: released in any state, expired, or with the client. */
final class EngineReleaseTest {

  private static final BackendId PLACE = new BackendId("b");

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

  private void assertNothingLeft(String program) {
    assertThat(run.knows(program)).isFalse();
    assertThat(run.ended).containsExactly(new ProgramId(program));
    assertThat(run.backend("b").programs).noneMatch(p -> p.id.value().equals(program));
  }

  @Test
  void release_reasoning_revokesItsTurns() {
    TurnTicket first = run.arrive("a", 160);
    TurnTicket second = run.arrive("a", 160);

    run.release("a");

    assertThat(run.revoked).containsOnlyKeys(first, second);
    assertThat(run.revoked.get(first)).isInstanceOf(ProgramReleasedException.class);
    assertThat(run.used("b")).isZero();
    assertNothingLeft("a");
    assertThat(run.events)
        .as("an end for each admission, before the program's own")
        .endsWith(
            new ThunderEvent.TurnEnded(
                first.programId(), first.id(), PLACE, TurnOutcome.CANCELLED, 0, 0),
            new ThunderEvent.TurnEnded(
                second.programId(), second.id(), PLACE, TurnOutcome.CANCELLED, 0, 0),
            new ThunderEvent.ProgramEnded(first.programId(), EndReason.RELEASED));
  }

  @Test
  void release_acting_freesItsRoomForWhoWaits() {
    run.acting("a", 1_600);
    TurnTicket waits = run.arrive("waits", 1_600);

    run.release("a");

    assertThat(waits.admittedTo()).isNotNull();
    assertNothingLeft("a");
  }

  @Test
  void release_marked_unmarksWhoIsMarkedForTheSameOverflow() {
    run.arrive("a", 800);
    TurnTicket other = run.arrive("other", 800);
    run.progress(other, 16);
    assertThat(run.state("other")).isEqualTo(ProgramState.MARKED);

    run.release("a");

    assertThat(run.state("other")).isEqualTo(ProgramState.REASONING);
    run.release("other");
    assertThat(run.used("b")).isZero();
    assertThat(run.backend("b").markedTokens).isZero();
  }

  @Test
  void release_waiting_refusesItsTurns() {
    run.arrive("blocker", 1_600);
    TurnTicket turn = run.arrive("a", 160);

    run.release("a");

    assertThat(turn.refusal())
        .isInstanceOf(ProgramReleasedException.class)
        .hasMessageContaining("a was released");
    assertThat(run.waitingTurns()).isZero();
    assertNothingLeft("a");
  }

  @Test
  void release_waitingWithReservation_freesTheRoom() {
    run.acting("a", 320);
    run.arrive("busy", 1_280);
    run.arrive("large", 1_600);
    run.pass(Duration.ofMinutes(15));
    run.tick();
    assertThat(run.backend("b").reservedFor).isNotNull();

    run.release("large");

    assertThat(run.backend("b").reservedFor).isNull();
    assertThat(run.arrive("a", 320).admittedTo()).isNotNull();
    assertNothingLeft("large");
  }

  @Test
  void release_parked_isForgotten() {
    run.acting("a", 800);
    TurnTicket grows = run.arrive("grows", 800);
    run.progress(grows, 16);
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);

    run.release("a");

    assertNothingLeft("a");
  }

  @Test
  void release_unknownOrTwice_isIgnored() {
    run.acting("a", 160);
    run.release("a");
    run.release("a");
    run.release("never heard of");

    assertThat(run.ended).hasSize(1);
  }

  @Test
  void arrive_idOfReleasedProgram_beginsAnew() {
    run.acting("a", 800);
    run.release("a");

    run.arrive("a", 160);

    assertThat(run.program("a").turnsEnded()).isZero();
    assertThat(run.used("b")).isEqualTo(160);
  }

  @Test
  void arrive_handleClosedMeanwhile_beginsNoProgramAnew() {
    TurnTicket late =
        new TurnTicket(1, new ProgramId("p"), "", 0, 160, 0, List.of(), /* parent= */ null);

    run.apply(new Command.TurnArrived(late.through(() -> true)));

    assertThat(late.refusal()).isInstanceOf(ProgramReleasedException.class);
    assertThat(run.knows("p")).isFalse();
  }

  @Test
  void arrive_retryAfterRelease_isRefused() {
    TurnTicket failed = run.arrive("a", 160);
    run.fail(failed);
    run.release("a");

    TurnTicket retry = failed.again(99);
    run.apply(new Command.TurnArrived(retry));

    assertThat(retry.refusal()).isInstanceOf(ProgramReleasedException.class);
    assertThat(run.knows("a")).isFalse();
  }

  @Test
  void arrive_retryAfterExpiry_beginsNothingThatNobodyWouldRelease() {
    TurnTicket failed = run.arrive("a", 160);
    run.fail(failed);
    run.pass(Duration.ofHours(1));
    run.tick();
    assertThat(run.knows("a")).isFalse();

    TurnTicket retry = failed.again(99);
    run.apply(new Command.TurnArrived(retry));

    assertThat(retry.refusal())
        .isInstanceOf(ProgramReleasedException.class)
        .hasMessageContaining("has expired");
    assertThat(run.knows("a")).isFalse();
  }

  @Test
  void tick_idleForTheBound_expires() {
    run.acting("a", 160);
    run.pass(Duration.ofMinutes(30));
    run.acting("later", 160);

    run.pass(Duration.ofMinutes(30));
    run.tick();

    assertNothingLeft("a");
    assertThat(run.knows("later")).isTrue();
  }

  @Test
  void tick_turnInFlightOrWaiting_neverExpires() {
    run.arrive("runs", 1_600);
    run.arrive("waits", 160);

    run.pass(Duration.ofHours(5));
    run.tick();

    assertThat(run.state("runs").phase()).isEqualTo(ProgramState.REASONING.phase());
    assertThat(run.knows("waits")).isTrue();
  }

  @Test
  void tick_programWhoseTurnsWereWithdrawn_expires() {
    run.arrive("blocker", 1_600);
    TurnTicket turn = run.arrive("a", 160);
    run.withdraw(turn, true);

    run.pass(Duration.ofHours(1));
    run.tick();

    assertNothingLeft("a");
  }

  @Test
  void close_always_endsEverythingAndRefusesWhatComes() {
    TurnTicket runs = run.arrive("runs", 1_600);
    TurnTicket waits = run.arrive("waits", 160);

    run.apply(new Command.Closed());

    assertThat(run.revoked.get(runs)).isInstanceOf(ClientClosedException.class);
    assertThat(waits.refusal()).isInstanceOf(ClientClosedException.class);
    assertThat(run.arrive("late", 16).refusal()).isInstanceOf(ClientClosedException.class);
    assertThat(run.ended).hasSize(2);
    assertThat(run.used("b")).isZero();
  }
}
