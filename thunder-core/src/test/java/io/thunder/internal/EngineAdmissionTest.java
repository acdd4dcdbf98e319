package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ProgramTooLargeException;
import io.thunder.error.QueueFullException;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens to a turn when it arrives. */
final class EngineAdmissionTest {

  @Test
  void arrive_newProgramWithRoom_isAdmitted() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

    TurnTicket turn = run.arrive("a", 800);

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
    assertThat(run.used("b")).isEqualTo(800);
  }

  @Test
  void arrive_newProgramWithoutRoom_waits() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.arrive("a", 1_600);

    TurnTicket turn = run.arrive("new", 160);

    assertThat(turn.isDecided()).isFalse();
    assertThat(run.state("new")).isEqualTo(ProgramState.WAITING);
    assertThat(run.waitingTurns()).isEqualTo(1);
    assertThat(run.events)
        .contains(new ThunderEvent.TurnQueued(turn.programId(), turn.id(), 160, 0));
  }

  @Test
  void arrive_roomJustEnough_isAdmittedAndOneTokenMoreWaits() {
    RecordedEngine run =
        RecordedEngine.of(RecordedEngine.plain().admitWatermark(0.5).build(), 1_600);
    run.acting("a", 400);

    assertThat(run.arrive("fits", 400).isDecided()).isTrue();
    assertThat(run.arrive("more", 1).isDecided()).isFalse();
  }

  @Test
  void arrive_activeProgram_continuesWhereItIs() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.up("c", 16_000);
    run.acting("a", 320);
    String before = run.placeOf("a");

    TurnTicket turn = run.arrive("a", 480);

    assertThat(turn.admittedTo().id().value()).isEqualTo(before);
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
  }

  @Test
  void arrive_activeProgramWithinPauseLimit_isNotHeldToAdmitWatermark() {
    RecordedEngine run =
        RecordedEngine.of(RecordedEngine.plain().admitWatermark(0.5).build(), 1_600);
    run.acting("a", 320);
    run.acting("other", 320);

    assertThat(run.arrive("a", 1_280).isDecided()).isTrue();
    assertThat(run.programsOf(ThunderEvent.ProgramPaused.class)).isEmpty();
  }

  @Test
  void arrive_promptOfOddSize_isHeldInWholeBlocks() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

    run.arrive("a", 33);

    assertThat(run.used("b")).isEqualTo(48);
  }

  @Test
  void arrive_flatGrowthReserve_isHeldOnTop() {
    RecordedEngine run =
        RecordedEngine.of(RecordedEngine.plain().growthReserveTokens(100).build(), 1_600);

    run.arrive("a", 160);

    assertThat(run.used("b")).isEqualTo(272); // 260, in blocks of 16
  }

  @Test
  void arrive_growthReserveAboveMaxTokens_isCutToMaxTokens() {
    RecordedEngine run =
        RecordedEngine.of(RecordedEngine.plain().growthReserveTokens(100).build(), 1_600);

    run.arrive("a", 0, 160, 32);

    assertThat(run.used("b")).isEqualTo(192);
  }

  @Test
  void arrive_predictedGrowth_followsWhatTurnsGenerate() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().growthShare(1).build(), 16_000);
    TurnTicket first = run.arrive("a", 160);
    assertThat(run.used("b")).as("the assumed 256 tokens").isEqualTo(160 + 256);
    run.finish(first, 160, 32);

    run.arrive("a", 192);

    assertThat(run.used("b")).as("32 tokens, as learnt").isEqualTo(192 + 32);
  }

  @Test
  void arrive_shareOfPredictedGrowth_isHeldOnTop() {
    RecordedEngine run = RecordedEngine.of(
        RecordedEngine.plain().growthReserveTokens(16).growthShare(0.25).build(), 16_000);

    TurnTicket turn = run.arrive("a", 160);
    assertThat(run.used("b")).as("16 and a quarter of 256").isEqualTo(160 + 16 + 64);
    run.progress(turn, 96);

    assertThat(run.used("b")).as("more came than was reserved").isEqualTo(160 + 96);
  }

  @Test
  void arrive_callerCountsTooLittle_isCorrectedAsEnginesCount() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 16_000);
    run.finish(run.arrive("a", 800), 1_000, 0);

    assertThat(run.arrive("new", 800).promptTokens).isEqualTo(1_000);
  }

  @Test
  void arrive_secondTurnAsText_countsAppendedTextOnly() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 16_000);
    TurnTicket first = run.arriveText("a", 1_000);
    run.finish(first, 500, 100); // two characters per token

    TurnTicket second = run.arriveText("a", 1_000 + 200 + 64);

    assertThat(second.promptTokens).isEqualTo(600 + 32);
  }

  @Test
  void arrive_largerThanEveryBackend_isRefusedWithNumbers() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

    TurnTicket turn = run.arrive("huge", 1_601);

    assertThat(turn.refusal())
        .isInstanceOf(ProgramTooLargeException.class)
        .hasMessageContainingAll("huge", "1601", "1600");
    assertThat(run.knows("huge")).as("left in the registry").isFalse();
  }

  @Test
  void arrive_estimateSlightlyAboveCapacity_isNotRefused() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

    assertThat(run.arriveText("a", 4 * 2_000).admittedTo()).isNotNull();
    assertThat(run.arriveText("b", 4 * 2_500).refusal())
        .isInstanceOf(ProgramTooLargeException.class);
  }

  @Test
  void arrive_continuedPromptThatSeemsTooLarge_isNotRefused() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.finish(run.arriveText("a", 2_000), 500, 1_500); // summed over several choices

    TurnTicket next = run.arriveText("a", 2_400);

    assertThat(next.promptTokens).isGreaterThan(1_600);
    assertThat(next.admittedTo()).isNotNull();
    run.finish(next, 600, 10);
    assertThat(run.arriveText("a", 2_500).promptTokens).as("counted anew").isLessThan(700);
  }

  @Test
  void arrive_continuedPromptThatIsTooLargeHoweverItIsCounted_isRefused() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.finish(run.arriveText("a", 2_000), 500, 10);

    assertThat(run.arriveText("a", 20 * 1_600).refusal()).isNull();
    assertThat(run.arriveText("a", 20 * 1_601).refusal())
        .isInstanceOf(ProgramTooLargeException.class);
  }

  @Test
  void arrive_callersCountThatSeemsTooSmall_isNotRefused() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.finish(run.arrive("a", 800), 1_200, 0);
    run.release("a");

    TurnTicket turn = run.arrive("b", 1_200);

    assertThat(turn.promptTokens).isEqualTo(1_800);
    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void arrive_firstPromptOfModelCountedWrongly_isNotRefused() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.finish(run.arriveText("a", 500), 1_000, 0); // half a character per token
    run.release("a");

    assertThat(run.arriveText("b", 1_500).admittedTo()).isNotNull();
  }

  @Test
  void arrive_afterUsageThatCannotBeTrue_reservesAsBefore() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().growthShare(1).build(), 1_600);
    run.finish(run.arrive("a", 160), 160, 1_000_000_000_000L);

    assertThat(run.arrive("new", 160).admittedTo()).isNotNull();
    assertThat(run.used("b")).as("the assumed 256 tokens").isEqualTo(160 + 160 + 256);
  }

  @Test
  void arrive_absurdGrowthWhileNoCapacityIsKnown_isNotLearnt() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().growthShare(1).build(), 0);
    run.finish(run.arrive("a", 160), 160, 1_000_000_000_000L);
    run.release("a");

    run.arrive("new", 160);

    assertThat(run.used("b")).isEqualTo(160 + 256);
  }

  @Test
  void arrive_mostTokensThatCanBeSaid_addUp() {
    RecordedEngine run =
        RecordedEngine.of(RecordedEngine.plain().reservationAfter(Duration.ZERO).build(), 0);
    for (int i = 0; i < 20; i++) {
      TurnTicket turn = run.arrive("p", 1_000_000_000_000L);
      run.progress(turn, 1_000_000_000_000L);
    }
    TurnTicket other = run.arrive("other", 160);

    assertThat(run.used("b")).isGreaterThan(20_000_000_000_000L);
    assertThat(other.isDecided()).isFalse();
    run.release("p");
    assertThat(run.used("b")).isEqualTo(160);
  }

  @Test
  void arrive_textAfterTurnsWithoutText_isStillAnEstimate() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.acting("a", 160); // counted, but its characters are not known

    assertThat(run.arriveText("a", 4 * 2_000).refusal()).isNull();
  }

  @Test
  void arrive_textWhileNoCapacityIsKnown_isNotTooLarge() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 0);

    TurnTicket turn = run.arriveText("a", 4_000);

    assertThat(turn.refusal()).isNull();
    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void arrive_largerThanLimitButNotThanBackend_runsAlone() {
    RecordedEngine run =
        RecordedEngine.of(RecordedEngine.plain().admitWatermark(0.5).build(), 1_600);
    TurnTicket first = run.arrive("a", 320);
    TurnTicket large = run.arrive("large", 1_600);
    assertThat(large.isDecided()).isFalse();

    run.finish(first, 320, 0);
    run.release("a");

    assertThat(large.admittedTo()).isNotNull();
    assertThat(run.state("large")).isEqualTo(ProgramState.REASONING);
  }

  @Test
  void arrive_largerThanEmptyBackendButNotThanBusyOne_waitsForTheLargeOne() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket busy = run.arrive("busy", 1_600);
    run.up("small", 320);

    TurnTicket large = run.arrive("large", 800);
    TurnTicket late = run.arrive("late", 160);

    assertThat(large.isDecided()).as("800 tokens on a backend of 320").isFalse();
    assertThat(late.admittedTo().id().value()).isEqualTo("small");
    run.finish(busy, 1_600, 0);
    run.release("busy");
    assertThat(large.admittedTo().id().value()).isEqualTo("b");
  }

  @Test
  void arrive_queueFull_isRefused() {
    RecordedEngine run = new RecordedEngine(
        RecordedEngine.plain().build(), new EngineLimits(1, 0, 4_000, 10_000_000_000L, 0));
    run.up("b", 1_600);
    run.arrive("a", 1_600);
    run.arrive("waits", 160);

    TurnTicket turn = run.arrive("refused", 160);

    assertThat(turn.refusal())
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("refused")
        .hasMessageStartingWith("1 turns");
    assertThat(run.knows("refused")).isFalse();
  }

  @Test
  void arrive_queueFull_doesNotRefuseTurnOfActiveProgram() {
    RecordedEngine run = new RecordedEngine(
        RecordedEngine.plain().build(), new EngineLimits(1, 0, 4_000, 10_000_000_000L, 0));
    run.up("b", 1_600);
    run.acting("a", 1_600);
    run.arrive("waits", 160);

    assertThat(run.arrive("a", 1_600).refusal()).isNull();
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
  }

  @Test
  void arrive_queueFullAndProgramMustBePaused_isRefusedAndStaysKnown() {
    RecordedEngine run = new RecordedEngine(
        RecordedEngine.plain().build(), new EngineLimits(1, 1, 4_000, 10_000_000_000L, 0));
    run.up("b", 1_600);
    run.acting("a", 160);
    run.arrive("running", 1_440);
    run.arrive("waits", 320);

    TurnTicket turn = run.arrive("a", 320);

    assertThat(turn.refusal()).isInstanceOf(QueueFullException.class);
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    run.pass(Duration.ofSeconds(1));
    run.tick();
    assertThat(run.knows("a")).as("expires like any idle program").isFalse();
  }

  @Test
  void arrive_noBackendConfigured_isRefused() {
    RecordedEngine run = new RecordedEngine(RecordedEngine.plain().build());

    assertThat(run.arrive("a", 16).refusal())
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no backend is configured");
  }

  @Test
  void arrive_backendNotHeardOfYet_waitsUntilItAnswers() {
    RecordedEngine run = new RecordedEngine(RecordedEngine.plain().build());
    run.add("b", 0);

    TurnTicket turn = run.arriveText("a", 4_000);
    assertThat(turn.isDecided()).isFalse();
    run.observe("b", BackendReading.ofCapacity(16_000));

    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void arrive_passThrough_neverWaitsNorPauses() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.passThrough(), 160);

    for (int i = 0; i < 20; i++) {
      TurnTicket turn = run.arrive("p" + i, 1_000);
      assertThat(turn.admittedTo()).as("turn %d", i).isNotNull();
      if (i % 2 == 0) {
        run.finish(turn, 1_000, 50);
      }
    }
    assertThat(run.programsOf(ThunderEvent.ProgramPaused.class)).isEmpty();
    assertThat(run.programsOf(ThunderEvent.ProgramMarked.class)).isEmpty();
  }

  @Test
  void arrive_twoBackends_spreadsOverTheMostFree() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.up("c", 1_600);

    run.arrive("p1", 160);
    run.arrive("p2", 160);

    assertThat(run.placeOf("p1")).isNotEqualTo(run.placeOf("p2"));
  }

  @Test
  void arrive_failedOnABackend_movesTheProgram() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.up("c", 1_600);
    TurnTicket turn = run.arrive("a", 160);
    String failed = turn.admittedTo().id().value();
    run.end(turn, TurnOutcome.FAILED, null);

    TurnTicket again = run.arrive("a", 0, 160, 0, failed);

    assertThat(again.admittedTo().id().value()).isNotEqualTo(failed);
    assertThat(run.used(failed)).isZero();
  }

  @Test
  void again_failedOnOneAfterAnother_triesAllBeforeAnyTwice() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    run.up("c", 3_200);
    run.up("d", 4_800);
    TurnTicket turn = run.arrive("a", 160);
    BackendId first = turn.admittedTo().id();
    Set<BackendId> tried = new HashSet<>();
    for (int attempt = 1; attempt <= 3; attempt++) {
      tried.add(turn.admittedTo().id());
      run.end(turn, TurnOutcome.FAILED, null);
      turn = turn.again(100 + attempt);
      run.apply(new Command.TurnArrived(turn));
    }

    assertThat(tried).hasSize(3);
    assertThat(turn.admittedTo().id()).as("the first that failed").isEqualTo(first);
  }

  @Test
  void arrive_failedOnTheOnlyBackend_isAdmittedThere() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket turn = run.arrive("a", 160);
    run.fail(turn);

    assertThat(run.arrive("a", 0, 160, 0, "b").admittedTo()).isNotNull();
  }

  @Test
  void arrive_resumedProgram_prefersTheBackendItWasOn() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);
    TurnTicket turn = run.arrive("a", 160);
    TurnTicket other = run.arrive("other", 1_440);
    run.finish(turn, 160, 0);
    run.progress(other, 100); // overflow: a is paused
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    run.up("c", 16_000);
    run.end(other, TurnOutcome.SUCCEEDED, new Usage(1_400, 0, null));

    assertThat(run.arrive("a", 160).admittedTo().id().value()).isEqualTo("b");
  }

  @Test
  void arrive_modelNamesWithoutEnd_areNotKeptForEver() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

    for (int i = 0; i <= TurnEstimates.MODELS_MAX + 10; i++) {
      TurnTicket turn = new TurnTicket(
          i, new ProgramId("p"), "model " + i, 100, 0, 0, List.of(), /* parent= */ null);
      run.apply(new Command.TurnArrived(turn));
      run.finish(turn, 16, 0);
    }

    run.apply(new Command.Inspected(
        engine -> assertThat(engine.modelCount()).isEqualTo(TurnEstimates.MODELS_MAX)));
  }

  @Test
  void arrive_modelNamesOfAnyLength_areKeptUpToABound() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

    for (String model : List.of("short", "x".repeat(100_000), "y".repeat(100_000))) {
      TurnTicket turn =
          new TurnTicket(1, new ProgramId("p"), model, 100, 0, 0, List.of(), /* parent= */ null);
      run.apply(new Command.TurnArrived(turn));
      run.finish(turn, 16, 0);
    }

    run.apply(new Command.Inspected(engine -> assertThat(engine.modelCount()).isEqualTo(2)));
  }
}
