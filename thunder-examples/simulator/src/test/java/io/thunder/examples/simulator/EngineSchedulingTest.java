package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EngineSchedulingTest {

  @Test
  void step_promptOverBudget_isComputedInChunks() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(20, 100, 8));

    run.submit(1, 250, 1).drain();

    assertThat(run.trace).containsExactly("3:1#1");
  }

  @Test
  void step_budgetSharedByPrompts_givesTheRestToTheNext() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(20, 100, 8));

    run.submit(1, 60, 2).submit(2, 70, 1).submit(3, 10, 1).drain();

    // Step 1 computes 60 + 40; step 2 one token of request 1, the other 30 of 2, and all of 3.
    assertThat(run.trace).containsExactly("1:1#1", "2:1#2", "2:2#1", "2:3#1");
  }

  @Test
  void step_moreRequestsThanSequences_admitsAsOthersFinish() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(20, 100, 2));

    run.submit(1, 10, 2).submit(2, 10, 1).submit(3, 10, 1).step();

    assertThat(run.engine.stats().running()).isEqualTo(1);
    assertThat(run.engine.stats().waiting()).isEqualTo(1);
    assertThat(run.drain().trace).containsExactly("1:1#1", "1:2#1", "2:1#2", "2:3#1");
  }

  @Test
  void step_headDoesNotFit_blocksThoseBehindIt() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));

    run.submit(1, 96, 20).submit(2, 80, 1).submit(3, 16, 1).step();

    assertThat(run.trace).containsExactly("1:1#1");
    assertThat(run.engine.stats().waiting()).isEqualTo(2);
  }

  @Test
  void step_noBlockForRunning_preemptsTheLastAdmittedAndPutsItFirst() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(6, 160, 8));
    run.submit(1, 32, 20).submit(2, 32, 20).submit(3, 32, 20).submit(4, 16, 1).step();

    run.step(); // each of three needs a third block, none is free

    assertThat(run.trace).containsExactly("1:1#1", "1:2#1", "1:3#1", "2:1#2", "2:2#2");
    assertThat(run.engine.stats().preemptions()).isEqualTo(1);
    assertThat(run.engine.waitingSequences())
        .extracting(sequence -> sequence.request.id())
        .containsExactly(3L, 4L);
    assertThat(run.drain().reports).hasSize(4);
  }

  @Test
  void step_preemptedInTheStep_admitsNobody() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(7, 160, 8));
    run.submit(1, 48, 5).submit(2, 60, 10).step();
    run.submit(3, 1, 1);

    run.step(); // request 1 needs a fourth block and takes those of request 2

    assertThat(run.engine.stats().preemptions()).isEqualTo(1);
    assertThat(run.engine.stats().running()).isEqualTo(1);
    assertThat(run.engine.stats().waiting()).isEqualTo(2);
  }

  @Test
  void step_preemptedIsResumed_findsWhatIsStillCached() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(6, 160, 8));
    run.submit(1, 40, 10).submit(2, 40, 10).step(); // both hold three blocks

    run.drain();

    RequestReport second = run.last();
    assertThat(second.id()).isEqualTo(2);
    assertThat(second.preemptions()).isEqualTo(1);
    assertThat(second.outputTokens()).isEqualTo(10);
    assertThat(second.cachedTokens()).as("hits at the first admission").isZero();
    assertThat(run.engine.stats().prefixCacheQueries())
        .as("first admissions only")
        .isEqualTo(80);
  }

  @Test
  void admit_onlyFirstChunkFits_dependsOnTheSwitch() {
    EnginePreset chunk = EngineHarness.preset(20, 64, 8);

    EngineHarness<EngineModel> early = EngineHarness.vllm(chunk);
    early.submit(1, 160, 40).steps(3).submit(2, 240, 1).step();
    EngineHarness<EngineModel> late = EngineHarness.vllm(chunk.withFullSequenceAdmission(true));
    late.submit(1, 160, 40).steps(3).submit(2, 240, 1).step();

    assertThat(early.engine.stats().running()).isEqualTo(2);
    assertThat(late.engine.stats().running()).isEqualTo(1);
    assertThat(late.drain().reports).hasSize(2);
    assertThat(early.drain().reports).hasSize(2);
  }
}
