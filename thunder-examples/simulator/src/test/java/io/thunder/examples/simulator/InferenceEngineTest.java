package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all engines have in common. */
final class InferenceEngineTest {

  @ParameterizedTest
  @EnumSource
  void beginStep_idle_saysNothingToDo(EngineKind kind) {
    InferenceEngine engine = kind.create(EngineHarness.preset(10, 100, 8));

    assertThat(engine.beginStep(0)).isEqualTo(-1);
    assertThat(engine.preset().name()).isEqualTo("test");
  }

  @ParameterizedTest
  @EnumSource
  void beginStep_twice_isRefused(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 100, 8));
    run.submit(1, 20, 3).engine.beginStep(0);

    assertThatThrownBy(() -> run.engine.beginStep(0)).hasMessageContaining("has not ended");
    run.engine.endStep(1);
    assertThatThrownBy(() -> run.engine.endStep(2)).hasMessageContaining("has begun");
  }

  @ParameterizedTest
  @EnumSource
  void step_promptWithinBudget_yieldsOneTokenPerStep(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 100, 8));

    run.submit(1, 40, 3).drain();

    assertThat(run.trace).containsExactly("1:1#1", "2:1#2", "3:1#3");
    assertThat(run.last().finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(run.engine.isIdle()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void abort_runningOrWaiting_freesMemoryAndCounts(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 160, 8));
    run.submit(1, 100, 20).submit(2, 100, 20).step();

    assertThat(run.abort(1)).isTrue();
    assertThat(run.abort(2)).isTrue();
    assertThat(run.abort(2)).isFalse();

    assertThat(run.engine.stats().kvCacheUsage()).isZero();
    assertThat(run.engine.stats().finished()).containsEntry(FinishReason.ABORT, 2L);
    assertThat(run.step()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void abort_betweenBeginAndEnd_ignoresTheTokenOfTheStep(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 160, 8));
    run.submit(1, 20, 20).submit(2, 20, 20);
    run.engine.beginStep(0);

    run.abort(1);
    run.engine.endStep(0);

    assertThat(run.trace).containsExactly("0:2#1");
    assertThat(run.abort(2)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void submit_tooLongOrTwice_isRefused(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 160, 8));
    run.submit(1, 100, 20);

    assertThatThrownBy(() -> run.submit(2, 100, 61)).hasMessageContaining("161 tokens");
    assertThatThrownBy(() -> run.submit(1, 10, 1)).hasMessageContaining("already in the engine");
  }

  @ParameterizedTest
  @EnumSource
  void report_finished_holdsTheTimes(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 64, 1));
    run.submit(1, 10, 1).submit(2, 100, 3).drain();

    RequestReport second = run.last();
    assertThat(second.queuedNanos()).isZero();
    assertThat(second.firstScheduledNanos()).isEqualTo(EngineHarness.STEP_NANOS);
    assertThat(second.firstTokenNanos()).isEqualTo(3 * EngineHarness.STEP_NANOS);
    assertThat(second.finishedNanos()).isEqualTo(5 * EngineHarness.STEP_NANOS);
  }

  @ParameterizedTest
  @EnumSource
  void stats_afterRequests_countTokensAndReasons(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(20, 160, 8));
    TokenSource other = new ProgramTokens(2, 0, 16);
    run.submit(1, 40, 3);
    run.submit(new EngineRequest(2, 10, 2, other, FinishReason.STOP));

    EngineStats stats = run.drain().engine.stats();

    assertThat(stats.promptTokens()).isEqualTo(50);
    assertThat(stats.generationTokens()).isEqualTo(5);
    assertThat(stats.finished())
        .containsEntry(FinishReason.STOP, 1L)
        .containsEntry(FinishReason.LENGTH, 1L)
        .containsEntry(FinishReason.ERROR, 0L);
  }

  @ParameterizedTest
  @EnumSource
  void admit_nextTurn_hitsFullBlocksOfPromptAndOutput(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(20, 400, 8));
    run.submit(1, 40, 26).drain(); // 65 tokens are computed: the last one of 66 is only sampled

    run.submit(1, 100, 1).drain();

    assertThat(run.last().cachedTokens()).isEqualTo(64);
    assertThat(run.engine.stats().prefixCacheHits()).isEqualTo(64);
    assertThat(run.engine.stats().prefixCacheQueries()).isEqualTo(140);
    assertThat(run.engine.stats().cachedPromptTokens()).isEqualTo(64);
  }

  @ParameterizedTest
  @EnumSource
  void admit_wholePromptCached_computesTheLastBlockAgain(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(20, 400, 8));
    run.submit(1, 64, 1).drain();

    run.submit(1, 64, 1).drain();

    assertThat(run.last().cachedTokens()).isEqualTo(48);
  }

  @ParameterizedTest
  @EnumSource
  void resetPrefixCache_onlyWhenUnused_forgetsAll(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(20, 400, 8));
    run.submit(1, 64, 2).step();
    assertThat(run.engine.resetPrefixCache()).isFalse();

    run.drain();

    assertThat(run.engine.resetPrefixCache()).isTrue();
    assertThat(run.submit(1, 64, 1).drain().last().cachedTokens()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void stop_runningOrWaiting_saysWhatItHas(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(10, 160, 1));
    run.submit(1, 20, 20).submit(2, 20, 20).steps(3);

    RequestReport running = run.engine.stop(1, 7);
    RequestReport waiting = run.engine.stop(2, 7);

    assertThat(running.outputTokens()).isEqualTo(3);
    assertThat(running.finishReason()).isEqualTo(FinishReason.ABORT);
    assertThat(running.finishedNanos()).isEqualTo(7);
    assertThat(waiting.outputTokens()).isZero();
    assertThat(run.engine.stop(1, 7)).isNull();
    assertThat(run.engine.stats().kvCacheUsage()).isZero();
    assertThat(run.engine.isIdle()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void requeue_running_givesUpItsMemoryAndGoesOn(EngineKind kind) {
    EngineHarness<?> run = EngineHarness.of(kind, EngineHarness.preset(20, 160, 8));
    run.submit(1, 40, 4).submit(2, 40, 4).steps(2);

    run.engine.requeue();

    assertThat(run.engine.stats().running()).isZero();
    assertThat(run.engine.stats().waiting()).isEqualTo(2);
    assertThat(run.engine.resetPrefixCache()).isTrue();
    run.drain();
    assertThat(run.reports).hasSize(2).allSatisfy(report -> {
      assertThat(report.outputTokens()).isEqualTo(4);
      assertThat(report.preemptions()).isEqualTo(1);
    });
    assertThat(run.trace).as("each token once").hasSize(8);
  }
}
