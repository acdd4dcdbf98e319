package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What Continuum adds to vLLM; steps last a second, blocks have 16 tokens. */
final class ContinuumEngineTest {

  @Test
  void finish_unknownTool_pinsFor2s() {
    EngineHarness<ContinuumEngine> run = continuum(10, 8);
    run.submit(call(1, 60, "fs")).submit(2, 4, 9).steps(3);

    assertThat(run.engine.stats().kvCacheUsage()).as("pinned").isCloseTo(.5, within(.001));
    run.step();
    assertThat(run.engine.stats().kvCacheUsage()).as("expired").isCloseTo(.1, within(.001));
  }

  @Test
  void finish_noTool_pinsNothing() {
    EngineHarness<ContinuumEngine> run = continuum(10, 8);
    run.submit(call(1, 60, "")).step();

    assertThat(run.engine.stats().kvCacheUsage()).isZero();
  }

  @Test
  void finish_toolSlowInTheMean_pinsNothing() {
    EngineHarness<ContinuumEngine> run = continuum(10, 8);
    run.submit(call(1, 60, "test")).submit(2, 4, 12).steps(4);

    run.submit(call(1, 64, "test")).submit(call(3, 32, "fs")).step(); // it took 3 s

    assertThat(run.engine.stats().kvCacheUsage())
        .as("one request, one pin")
        .isCloseTo(.3, within(.001));
  }

  @Test
  void pin_othersNeedMemory_keepsTheCache() {
    EngineHarness<ContinuumEngine> run = continuum(10, 8);
    run.submit(call(1, 60, "fs")).step();
    run.submit(2, 90, 1).step();

    run.submit(call(1, 64, "fs")).step();

    assertThat(run.last().cachedTokens()).isEqualTo(48);
  }

  @Test
  void pin_runningRequestsGrow_preemptsTheProgramThatCameLast() {
    EngineHarness<ContinuumEngine> run = continuum(10, 8);
    run.submit(call(1, 60, "fs")).submit(2, 47, 9).submit(3, 47, 9).steps(3);

    assertThat(run.engine.stats().preemptions()).isEqualTo(1);
    assertThat(run.engine.stats().running()).isEqualTo(1);
    assertThat(run.engine.cachedPrefixTokens(new ProgramTokens(1, 0, 16), 60)).isEqualTo(48);
    run.drain();
    assertThat(run.reports)
        .filteredOn(report -> report.id() == 2)
        .singleElement()
        .satisfies(report -> assertThat(report.preemptions()).isZero());
  }

  @Test
  void pin_nothingElseRuns_givesWayToTheNextRequest() {
    EngineHarness<ContinuumEngine> run = continuum(10, 8);
    run.submit(call(1, 100, "fs")).step();

    run.submit(2, 100, 1).step();

    assertThat(run.trace).containsExactly("1:1#1", "2:2#1");
  }

  @Test
  void admit_programThatCameFirst_isNext() {
    EngineHarness<ContinuumEngine> run = continuum(10, 1);
    run.submit(call(1, 20, "")).submit(2, 20, 1).submit(3, 20, 1).step();

    run.submit(call(1, 30, "")).drain();

    assertThat(run.trace).containsExactly("1:1#1", "2:1#1", "3:2#1", "4:3#1");
  }

  private static EngineHarness<ContinuumEngine> continuum(int blocks, int maxSeqs) {
    return EngineHarness.continuum(EngineHarness.preset(blocks, 200, maxSeqs));
  }

  private static EngineRequest call(long program, int prompt, String tool) {
    TokenSource tokens = new ProgramTokens(program, 0, 16);
    return new EngineRequest(program, prompt, 1, tokens, FinishReason.STOP, 0, tool);
  }
}
