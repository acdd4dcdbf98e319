package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrefixCacheTest {

  @Test
  void admit_samePromptInSameStep_sharesBlocks() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));
    TokenSource same = new ProgramTokens(7, 0, 16);

    run.submit(1, 90, 2, same).submit(2, 90, 2, same).step();

    assertThat(run.engine.stats().running()).isEqualTo(2);
    assertThat(run.engine.stats().prefixCacheHits()).isEqualTo(80);
    assertThat(run.engine.stats().kvCacheUsage()).isEqualTo(0.7);
  }

  @Test
  void admit_sharedPrefixReferenced_costsNothing() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));
    run.submit(1, 100, 5, new ProgramTokens(1, 96, 16)).step(); // 7 of 10 blocks

    run.submit(2, 110, 5, new ProgramTokens(2, 96, 16)).step(); // 6 shared and one of its own

    assertThat(run.engine.stats().running()).isEqualTo(2);
    assertThat(run.engine.stats().kvCacheUsage()).isEqualTo(0.8);
  }

  @Test
  void allocate_memoryNeeded_evictsTheTailOfTheIdleProgramFirst() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));
    run.submit(1, 97, 1).drain(); // leaves six cached blocks, four others are free
    run.submit(2, 97, 1).drain(); // takes those four and three of the tail

    run.submit(1, 97, 1).drain();

    assertThat(run.last().cachedTokens()).isEqualTo(48);
  }

  @Test
  void allocate_twoIdlePrograms_evictsTheLeastRecentlyUsed() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(10, 400, 8));
    run.submit(1, 49, 1).drain();
    run.submit(2, 49, 1).drain();
    run.submit(1, 49, 1).drain(); // used again
    run.submit(3, 81, 1).drain(); // four free blocks and two of program 2

    assertThat(run.submit(1, 49, 1).drain().last().cachedTokens()).isEqualTo(48);
    assertThat(run.submit(2, 49, 1).drain().last().cachedTokens()).isEqualTo(16);
  }

  @Test
  void release_partialBlock_isReusedFirst() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(4, 400, 8));
    run.submit(1, 20, 1).drain();
    int partial = run.engine.pool().freeQueue().after(0);

    run.submit(2, 10, 5).step();

    assertThat(run.engine.pool().references(partial)).isEqualTo(1);
    assertThat(run.submit(1, 20, 1).drain().reports)
        .filteredOn(report -> report.id() == 1)
        .last()
        .extracting(RequestReport::cachedTokens)
        .isEqualTo(16);
  }

  @Test
  void rebuild_keepsThePrefixOnly() {
    EngineHarness<EngineModel> run = EngineHarness.vllm(EngineHarness.preset(40, 400, 8));
    ProgramTokens tokens = new ProgramTokens(1, 32, 16);
    run.submit(1, 160, 1, tokens).drain();

    tokens.rebuild(100);
    assertThat(run.submit(1, 160, 1, tokens).drain().last().cachedTokens()).isEqualTo(96);
    tokens.rebuild(64);
    assertThat(run.submit(1, 160, 1, tokens).drain().last().cachedTokens()).isEqualTo(64);
    assertThat(run.submit(1, 161, 1, tokens).drain().last().cachedTokens()).isEqualTo(160);
    tokens.rebuild(0);
    assertThat(run.submit(1, 160, 1, tokens).drain().last().cachedTokens()).isEqualTo(32);
  }
}
