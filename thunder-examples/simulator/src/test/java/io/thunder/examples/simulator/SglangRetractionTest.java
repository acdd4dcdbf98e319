package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What happens when requests generate more than was expected of them. */
final class SglangRetractionTest {

  private final EngineHarness<SglangEngine> run =
      EngineHarness.sglang(EngineHarness.preset(18, 400, 8));

  /** Starts a request that stays a token ahead of later ones; little is expected of it. */
  private void start(int prompt, int output) {
    run.submit(1, prompt, output).steps(2);
    for (int i = 0; i < NewTokenRatio.DECAY_STEPS; i++) {
      run.engine.newTokenRatio().decay();
    }
  }

  private void stepUntilRetraction() {
    while (run.engine.stats().preemptions() == 0) {
      run.step();
    }
  }

  @Test
  void step_noMemoryToDecode_retractsTheRequestWithTheFewestOutputs() {
    start(32, 150);
    run.submit(2, 16, 150).step();

    stepUntilRetraction();

    assertThat(run.engine.waitingSequences())
        .extracting(sequence -> sequence.request.id())
        .as("although the other one has the longer prompt")
        .containsExactly(2L);
    assertThat(run.drain().reports).extracting(RequestReport::outputTokens).containsOnly(150);
  }

  @Test
  void step_equalOutputs_retractsTheLongestPromptAndPutsItLast() {
    start(16, 150);
    run.submit(2, 16, 80).submit(3, 32, 80).submit(4, 250, 20).step();

    stepUntilRetraction();

    assertThat(run.engine.waitingSequences())
        .extracting(sequence -> sequence.request.id())
        .containsExactly(4L, 3L);
    assertThat(run.drain().reports).hasSize(4);
  }

  @Test
  void step_oneVictimFreesTooLittle_retractsTheNext() {
    start(192, 50);
    TokenSource same = new ProgramTokens(7, 0, 16);
    for (long id = 2; id <= 6; id++) {
      run.submit(id, 32, 3, same).step(); // they share two pages and are at the end of them
    }

    run.step(); // five pages are needed, three are free, and nobody has any to give

    assertThat(run.engine.stats().preemptions()).isEqualTo(2);
    assertThat(run.engine.waitingSequences())
        .extracting(sequence -> sequence.request.id())
        .containsExactly(6L, 5L);
    assertThat(run.drain().reports).hasSize(6);
  }

  @Test
  void retract_makesRoomFor20TokensOfEachOfTheOthers() {
    start(144, 50);
    for (long id = 2; id <= 5; id++) {
      run.submit(id, 32, 3, new ProgramTokens(id, 16, 16)).step();
    }

    run.step(); // four pages are needed, three are free

    assertThat(run.engine.waitingSequences())
        .extracting(sequence -> sequence.request.id())
        .containsExactly(5L);
    assertThat(run.engine.cachedPrefixTokens(new ProgramTokens(5, 16, 16), 32))
        .as("three pages would do for the step, but 80 tokens need its second page too")
        .isEqualTo(16);
  }

  @Test
  void retract_promptStaysCached_outputIsComputedAgain() {
    start(16, 150);
    run.submit(2, 40, 150).step();

    stepUntilRetraction();

    assertThat(run.engine.cachedPrefixTokens(new ProgramTokens(2, 0, 16), 190)).isEqualTo(32);
    assertThat(run.engine.memory().recomputeTokenSeconds()).isZero();
    run.drain();
    assertThat(run.engine.memory().recomputeTokenSeconds()).isPositive();
    assertThat(run.reports)
        .filteredOn(report -> report.id() == 2)
        .extracting(RequestReport::preemptions)
        .containsExactly(1);
  }

  @Test
  void retract_expectsWhatTheOthersHaveGeneratedAndTwentyMore() {
    start(16, 150);
    run.submit(2, 16, 150).step();

    stepUntilRetraction();

    RadixSequence kept = run.engine.runningSequences().iterator().next();
    int generated = kept.outputTokens - 1; // the step has added one since
    assertThat(run.engine.newTokenRatio().value()).isEqualTo((generated + 20) / 151.0);
  }

  @Test
  void ratio_decodeSteps_decaysTo14PercentOfItsStart() {
    NewTokenRatio ratio = new NewTokenRatio();

    for (int i = 0; i < 300; i++) {
      ratio.decay();
    }
    assertThat(ratio.value()).isCloseTo((.7 + .098) / 2, within(1e-9));
    for (int i = 0; i < 400; i++) {
      ratio.decay();
    }
    assertThat(ratio.value()).isCloseTo(.098, within(1e-9));
  }

  @Test
  void ratio_idleEngine_startsAgain() {
    start(16, 150);
    run.abort(1);

    run.step();

    assertThat(run.engine.newTokenRatio().value()).isEqualTo(.7);
  }

  @Test
  void ratio_prefillSteps_doNotCount() {
    run.submit(1, 16, 10).step();
    double before = run.engine.newTokenRatio().value();
    run.submit(2, 16, 10).step();
    assertThat(run.engine.newTokenRatio().value()).isEqualTo(before);

    run.step();

    assertThat(run.engine.newTokenRatio().value()).isLessThan(before);
  }
}
