package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import io.thunder.event.ThunderEvent.ProgramMarked;
import io.thunder.event.ThunderEvent.ProgramPaused;
import io.thunder.event.ThunderEvent.ProgramResumed;
import io.thunder.event.ThunderEvent.ProgramUnmarked;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.PauseOrder;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who gives its cache up when a backend holds too much, and who gets it back. */
final class EnginePauseTest {

  @Test
  void progress_overflow_pausesActingBeforeReasoning() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.acting("idle", 160);
    TurnTicket large = run.arrive("large", 1_440);

    run.progress(large, 16);

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("idle");
    assertThat(run.state("large")).isEqualTo(ProgramState.REASONING);
    assertThat(run.state("idle")).isEqualTo(ProgramState.PARKED);
    assertThat(run.events)
        .contains(
            new ProgramPaused(run.program("idle").id, run.backend("b").id(), 160, 1_616, 1_600));
  }

  @Test
  void progress_overflow_pausesNoMoreThanItNeeds() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.acting("small", 160);
    run.acting("middle", 320);
    run.acting("large", 480);
    TurnTicket growing = run.arrive("growing", 640);

    run.progress(growing, 400);

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("large");
  }

  @Test
  void progress_overflowUnderSmallestFirst_pausesTheSmallest() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().pauseOrder(PauseOrder.SMALLEST_FIRST).build(), 1_600);
    run.acting("large", 480);
    run.acting("small", 160);
    TurnTicket growing = run.arrive("growing", 960);

    run.progress(growing, 100);

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("small");
  }

  @Test
  void progress_overflowUnderLongestIdleFirst_pausesTheLongestIdle() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().pauseOrder(PauseOrder.LONGEST_IDLE_FIRST).build(), 1_600);
    run.acting("early", 320);
    run.pass(Duration.ofSeconds(1));
    run.acting("late", 320);
    TurnTicket growing = run.arrive("growing", 960);

    run.progress(growing, 16);

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("early");
  }

  @Test
  void progress_longestIdleIsNotEnough_pausesTheLargestNext() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().pauseOrder(PauseOrder.LONGEST_IDLE_FIRST).build(), 1_600);
    run.acting("first", 16);
    for (int i = 0; i < 10; i++) {
      run.pass(Duration.ofSeconds(1));
      run.acting("small" + i, 16);
    }
    run.pass(Duration.ofSeconds(1));
    run.acting("large", 320);
    TurnTicket growing = run.arrive("growing", 1_104);

    run.progress(growing, 300);

    assertThat(run.programsOf(ProgramPaused.class))
        .as("one more than the fewest")
        .containsExactly("first", "large");
  }

  @Test
  void progress_overflowUnderLongestIdleFirstAndNobodyActs_marksTheLargest() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().pauseOrder(PauseOrder.LONGEST_IDLE_FIRST).build(), 1_600);
    TurnTicket small = run.arrive("small", 640);
    run.pass(Duration.ofSeconds(1));
    run.arrive("large", 960);

    run.progress(small, 16);

    assertThat(run.programsOf(ProgramMarked.class)).containsExactly("large");
  }

  @Test
  void arrive_stickyOverflowUnderLongestIdleFirst_pausesLongestIdleThenLargest() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().pauseOrder(PauseOrder.LONGEST_IDLE_FIRST).build(), 1_600);
    run.acting("first", 160);
    run.pass(Duration.ofSeconds(1));
    run.acting("second", 160);
    run.acting("large", 640);
    run.acting("asker", 640);

    run.arrive("asker", 1_200);

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("first", "large");
  }

  @Test
  void tick_toolRunsForLongerThanTheGrace_givesWayToATurnThatWaits() {
    RecordedEngine run = RecordedEngine.of(graceful(), 1_600);
    run.acting("early", 800);
    run.pass(Duration.ofSeconds(5));
    run.acting("late", 800);
    TurnTicket turn = run.arrive("waits", 160);

    run.pass(Duration.ofSeconds(15).minusNanos(1));
    run.tick();
    assertThat(turn.isDecided()).as("within the grace").isFalse();
    run.pass(Duration.ofNanos(1));
    run.tick();

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("early");
  }

  @Test
  void tick_nobodyWaits_keepsWhatToolsThatRunForLongHold() {
    RecordedEngine run = RecordedEngine.of(graceful(), 1_600);
    run.acting("idle", 1_600);

    run.pass(Duration.ofMinutes(30));
    run.tick();

    assertThat(run.state("idle")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void tick_programBookedAnewSinceAnotherSharesItsPrefix_isNoLessIdle() {
    PromptPrefix prefix = new PromptPrefix(1, 320);
    RecordedEngine run = RecordedEngine.of(graceful(), 1_600);
    run.finish(run.arrive("idle", 640, prefix), 640, 0);
    run.pass(Duration.ofSeconds(10));
    run.arrive("sharer", 1_280, prefix);
    TurnTicket turn = run.arrive("waits", 320);

    run.pass(Duration.ofSeconds(10));
    run.tick();

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("idle");
  }

  private static SchedulingPolicy graceful() {
    return RecordedEngine.plain()
        .pauseOrder(PauseOrder.LONGEST_IDLE_FIRST)
        .idleGrace(Duration.ofSeconds(20))
        .build();
  }

  @Test
  void progress_overflowAndNobodyActs_marksUntilItsTurnEnds() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket large = run.arrive("large", 960);
    TurnTicket small = run.arrive("small", 640);

    run.progress(small, 16);
    assertThat(run.state("large")).isEqualTo(ProgramState.MARKED);
    assertThat(run.state("small")).isEqualTo(ProgramState.REASONING);
    run.finish(large, 960, 0);

    assertThat(run.state("large")).isEqualTo(ProgramState.PARKED);
    assertThat(run.used("b")).isEqualTo(656);
  }

  @Test
  void progress_overflowCoveredByMark_marksNobodyElse() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.arrive("large", 960);
    run.arrive("tiny", 16);
    TurnTicket small = run.arrive("small", 624);

    run.progress(small, 16);
    run.progress(small, 320);

    assertThat(run.programsOf(ProgramMarked.class)).containsExactly("large");
  }

  @Test
  void finish_overflowGoneBeforeMarkedTurnEnds_unmarks() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket large = run.arrive("large", 960);
    TurnTicket small = run.arrive("small", 640);
    run.progress(small, 16);
    assertThat(run.state("large")).isEqualTo(ProgramState.MARKED);

    run.finish(small, 320, 0); // rewrote its context

    assertThat(run.programsOf(ProgramUnmarked.class)).containsExactly("large");
    run.finish(large, 960, 0);
    assertThat(run.state("large")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void progress_lastProgramOfBackend_staysAboveTheLimit() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket only = run.arrive("only", 1_600);

    run.progress(only, 1_000);

    assertThat(run.state("only")).isEqualTo(ProgramState.REASONING);
    run.finish(only, 1_600, 1_000);
    assertThat(run.state("only")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void arrive_stickyOverflow_pausesOthersThatAct() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.acting("a", 320);
    run.acting("other", 960);

    TurnTicket turn = run.arrive("a", 800);

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.state("other")).isEqualTo(ProgramState.PARKED);
    assertThat(run.used("b")).isEqualTo(800);
  }

  @Test
  void arrive_stickyOverflowWhileAskerIsFirstToPause_sparesTheAsker() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.acting("a", 960);
    run.acting("other", 320);

    TurnTicket turn = run.arrive("a", 1_600);

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("other");
  }

  @Test
  void arrive_stickyOverflowThatOthersCannotClear_pausesTheAsker() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.acting("a", 160);
    run.acting("other", 160);
    TurnTicket running = run.arrive("running", 1_280);

    TurnTicket turn = run.arrive("a", 480);

    assertThat(turn.isDecided()).isFalse();
    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("a");
    run.finish(running, 800, 0);
    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.programsOf(ProgramResumed.class)).containsExactly("a");
  }

  @Test
  void finish_roomAgain_resumesInTheSameCommand() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket first = run.arrive("first", 1_600);
    TurnTicket second = run.arrive("second", 800);

    run.finish(first, 800, 0);

    assertThat(second.admittedTo()).isNotNull();
    assertThat(run.waitingTurns()).isZero();
  }

  @Test
  void observe_capacityShrinks_pausesWhatNoLongerFits() {
    RecordedEngine run = new RecordedEngine(RecordedEngine.plain().build());
    run.add("b", 0);
    run.observe("b", BackendReading.ofCapacity(1_600));
    run.acting("a", 640);
    run.acting("b", 480);
    run.acting("c", 320);

    run.observe("b", BackendReading.ofCapacity(800));

    assertThat(run.programsOf(ProgramPaused.class)).containsExactly("a");
    assertThat(run.used("b")).isEqualTo(800);
  }

  @Test
  void observe_capacityGrows_placesWhoWaits() {
    RecordedEngine run = new RecordedEngine(RecordedEngine.plain().build());
    run.add("b", 0);
    run.observe("b", BackendReading.ofCapacity(1_600));
    run.acting("a", 1_600);
    TurnTicket turn = run.arrive("waits", 160);
    assertThat(turn.isDecided()).isFalse();

    run.observe("b", BackendReading.ofCapacity(3_200));

    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void arrive_published_waitsForTheTickBehindWhoWaits() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.publishedWithDecay(), 1_600);
    run.tick();
    TurnTicket first = run.arrive("first", 1_200);
    TurnTicket waits = run.arrive("waits", 1_200);
    run.finish(first, 1_200, 0);
    run.release("first");

    assertThat(waits.isDecided()).as("before the tick").isFalse();
    TurnTicket late = run.arrive("late", 160);
    assertThat(late.isDecided()).as("overtakes nobody, though there is room").isFalse();
    run.pass(Duration.ofSeconds(5));
    run.tick();

    assertThat(late.admittedTo()).as("smallest first").isNotNull();
    assertThat(waits.admittedTo()).isNotNull();
    assertThat(run.decided.indexOf(late)).isLessThan(run.decided.indexOf(waits));
  }

  @Test
  void tick_publishedBetweenTicks_doesNothing() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.published(), 1_600);
    run.tick();
    run.acting("small", 160);
    TurnTicket turn = run.arrive("large", 1_280);
    run.progress(turn, 400);

    run.pass(Duration.ofSeconds(4));
    run.tick();
    assertThat(run.programsOf(ProgramPaused.class)).as("after 4 s").isEmpty();
    run.pass(Duration.ofSeconds(1));
    run.tick();

    assertThat(run.programsOf(ProgramPaused.class)).as("after 5 s").containsExactly("small");
  }

  @Test
  void tick_publishedOverflow_marksSmallestFirst() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.published(), 1_600);
    TurnTicket large = run.arrive("large", 800);
    run.arrive("small", 320);
    run.progress(large, 1_200);

    run.tick();

    assertThat(run.programsOf(ProgramMarked.class).get(0)).isEqualTo("small");
  }

  @Test
  void tick_publishedAndIdleProgramsFade_roomIsGivenOut() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.publishedWithDecay(), 1_600);
    run.tick();
    run.acting("idle", 1_440);
    run.arrive("other", 16);
    TurnTicket turn = run.arrive("waits", 800);
    assertThat(turn.isDecided()).isFalse();

    run.pass(Duration.ofSeconds(5)); // 1,440 tokens count 45
    run.tick();

    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void tick_eventDrivenAndIdleProgramsFade_roomIsGivenOut() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().actingHalfLife(Duration.ofSeconds(1)).build(), 1_600);
    run.acting("idle", 1_440);
    TurnTicket turn = run.arrive("waits", 800);
    assertThat(turn.isDecided()).isFalse();

    run.pass(Duration.ofSeconds(5));
    run.tick();

    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void tick_publishedResumeIdle_placesPausedProgramsBeforeTheirTurn() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.published(), 1_600);
    run.acting("idle", 320);
    TurnTicket turn = run.arrive("large", 960);
    run.progress(turn, 640);
    run.tick();
    assertThat(run.state("idle")).isEqualTo(ProgramState.PARKED);
    run.finish(turn, 960, 40);

    run.pass(Duration.ofSeconds(5));
    run.tick();

    assertThat(run.state("idle")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void pause_parkedProgram_showsWhatItsContextTakes() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket block = run.arrive("block", 1_600);
    TurnTicket turn = run.arrive("a", 1_600);
    run.finish(block, 16, 0);
    run.release("block");
    run.finish(turn, 320, 0); // a compaction
    TurnTicket large = run.arrive("large", 1_280);
    run.progress(large, 1_300);

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    assertThat(run.program("a").footprintTokens()).isEqualTo(320);
  }
}
