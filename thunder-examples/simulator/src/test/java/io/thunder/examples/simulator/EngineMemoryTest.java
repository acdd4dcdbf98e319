package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What memory was used for; steps last a second, blocks have 16 tokens. */
final class EngineMemoryTest {

  @Test
  void memory_newPrompt_isPrefillAndThenDecode() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 100, 8));

    run.submit(1, 40, 3).drain();

    assertThat(run.engine.memory()).isEqualTo(new EngineMemory(2 * 48, 48, 0));
  }

  @Test
  void memory_idle_usesNothing() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 100, 8));
    run.submit(1, 40, 1).drain();

    run.engine.beginStep(1_000 * EngineHarness.STEP_NANOS);
    run.submit(2, 40, 1).drain();

    assertThat(run.engine.memory().totalTokenSeconds()).isEqualTo(2 * 48);
  }

  @Test
  void memory_promptSeenBefore_isRecomputation() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(20, 80, 8));

    run.submit(seen(1, 160, 120)).drain();

    // Two steps of 80 tokens: the first one all seen, the second one half.
    assertThat(run.engine.memory()).isEqualTo(new EngineMemory(0, 80, 80 + 80));
  }

  @Test
  void memory_seenAndStillCached_isNotRecomputed() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(20, 400, 8));
    run.submit(1, 96, 1).drain();

    run.submit(seen(1, 160, 96)).drain();

    assertThat(run.engine.memory()).isEqualTo(new EngineMemory(0, 96 + 160, 0));
  }

  @Test
  void memory_sharedBlocks_countOnce() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));
    TokenSource same = new ProgramTokens(7, 0, 16);

    run.submit(1, 90, 1, same).submit(2, 90, 1, same).drain();

    assertThat(run.engine.memory().totalTokenSeconds()).isCloseTo(7 * 16, within(1e-9));
  }

  @Test
  void memory_afterPreemption_isRecomputation() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(6, 160, 8));
    run.submit(1, 16, 60).submit(2, 16, 60).steps(33); // the next token needs a fourth block
    assertThat(run.engine.stats().preemptions()).isZero();
    double prefill = run.engine.memory().prefillTokenSeconds();

    run.drain();

    assertThat(run.engine.stats().preemptions()).isEqualTo(1);
    assertThat(run.engine.memory().recomputeTokenSeconds()).isPositive();
    assertThat(run.engine.memory().prefillTokenSeconds())
        .as("but the last token before the preemption was never computed")
        .isBetween(prefill, prefill + 4);
  }

  @Test
  void seenTokens_moreThanThePrompt_isRefused() {
    assertThatThrownBy(() -> seen(1, 10, 11)).hasMessageContaining("11");
  }

  @Test
  void request_laterTurn_hasSeenAllButTheLastToken() {
    ProgramPlan plan = ScienceWorkloads.SWE_GLM.plan(1, 1);
    ProgramTokens tokens = plan.tokens(16);
    Turn first = plan.turns().get(0);

    assertThat(plan.request(0, tokens).seenTokens()).isZero();
    assertThat(plan.request(1, tokens).seenTokens())
        .isEqualTo(first.promptTokens() + first.outputTokens() - 1);
  }

  @Test
  void cachedPrefixTokens_findsWholeBlocksWithoutTouchingThem() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));
    run.submit(1, 49, 1).drain();
    run.submit(2, 49, 1).drain();

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 49)).isEqualTo(48);
    assertThat(run.engine.cachedPrefixTokens(tokens(1), 47)).isEqualTo(32);
    run.submit(3, 81, 1).drain(); // four free blocks and two of program 1, the older one

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 49)).isEqualTo(16);
    assertThat(run.engine.cachedPrefixTokens(tokens(2), 49)).isEqualTo(48);
    assertThat(run.engine.cachedPrefixTokens(tokens(9), 49)).isZero();
  }

  private static TokenSource tokens(long program) {
    return new ProgramTokens(program, 0, 16);
  }

  private static EngineRequest seen(long id, int prompt, int seen) {
    return new EngineRequest(id, prompt, 1, tokens(id), FinishReason.LENGTH, seen);
  }
}
