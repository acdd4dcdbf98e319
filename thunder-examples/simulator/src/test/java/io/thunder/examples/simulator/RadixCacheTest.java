package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The radix tree as the requests of an engine see it; pages have 16 tokens. */
final class RadixCacheTest {

  private final EngineHarness<SglangEngine> run =
      EngineHarness.sglang(EngineHarness.preset(10, 400, 8));

  @Test
  void admit_samePromptInSameBatch_isComputedTwiceAndThenShared() {
    TokenSource same = new ProgramTokens(7, 0, 16);

    run.submit(1, 50, 2, same).submit(2, 50, 2, same).step();

    assertThat(run.engine.stats().prefixCacheHits()).isZero();
    assertThat(run.engine.memory().totalTokenSeconds()).isEqualTo(2 * 4 * 16);
    assertThat(run.engine.stats().kvCacheUsage()).isEqualTo(.5);
  }

  @Test
  void admit_promptOfARunningRequest_isHit() {
    TokenSource same = new ProgramTokens(7, 0, 16);
    run.submit(1, 90, 20, same).step();

    run.submit(2, 90, 1, same).step();

    assertThat(run.last().cachedTokens()).isEqualTo(80);
  }

  @Test
  void step_chunk_isFoundBeforeThePromptIsComplete() {
    EngineHarness<SglangEngine> slow = EngineHarness.sglang(EngineHarness.preset(20, 96, 8));

    slow.submit(1, 250, 1).step();

    assertThat(slow.engine.cachedPrefixTokens(tokens(1), 250)).isEqualTo(96);
  }

  @Test
  void finish_outputIsInserted_onlyThen() {
    run.submit(1, 40, 26).steps(25);
    assertThat(run.engine.cachedPrefixTokens(tokens(1), 66)).isEqualTo(32);

    run.step();

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 66)).isEqualTo(64);
  }

  @Test
  void abort_running_keepsItsOutputInTheTree() {
    run.submit(1, 40, 50).steps(26);

    run.abort(1);

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 66)).isEqualTo(64);
  }

  @Test
  void evict_memoryNeeded_takesWholeLeaves() {
    run.submit(1, 49, 1).drain();
    run.submit(1, 97, 1).drain(); // two nodes of three pages, four pages are free

    run.submit(2, 65, 1).drain(); // needs one page more

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 97)).isEqualTo(48);
    assertThat(run.engine.cache().freePages()).isEqualTo(3);
  }

  @Test
  void evict_leafIsGone_takesItsParentNext() {
    run.submit(1, 49, 1).drain();
    run.submit(1, 97, 1).drain();

    run.submit(2, 128, 1).drain(); // needs four pages more

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 97)).isZero();
    assertThat(run.engine.cachedPrefixTokens(tokens(2), 128)).isEqualTo(128);
  }

  @Test
  void evict_twoIdlePrograms_takesTheLeastRecentlyUsed() {
    run.submit(1, 49, 1).drain();
    run.submit(2, 49, 1).drain();
    run.submit(1, 49, 1).drain(); // used again

    run.submit(3, 81, 1).drain();

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 49)).isEqualTo(48);
    assertThat(run.engine.cachedPrefixTokens(tokens(2), 49)).isZero();
  }

  @Test
  void cachedPrefixTokens_isNoAccess() {
    run.submit(1, 49, 1).drain();
    run.submit(2, 49, 1).drain();
    assertThat(run.engine.cachedPrefixTokens(tokens(1), 49)).isEqualTo(48);
    assertThat(run.engine.cachedPrefixTokens(tokens(1), 47)).isEqualTo(32);

    run.submit(3, 81, 1).drain();

    assertThat(run.engine.cachedPrefixTokens(tokens(1), 49)).isZero();
    assertThat(run.engine.cachedPrefixTokens(tokens(2), 49)).isEqualTo(48);
  }

  @Test
  void evict_sharedPrefix_outlivesTheTailOfOneProgram() {
    run.submit(1, 81, 1, new ProgramTokens(1, 48, 16)).drain();
    run.submit(2, 81, 1, new ProgramTokens(2, 48, 16)).drain(); // splits the node of program 1

    assertThat(run.last().cachedTokens()).isEqualTo(48);
    run.submit(3, 49, 1).drain(); // needs four pages, three are free

    assertThat(run.engine.cachedPrefixTokens(new ProgramTokens(1, 48, 16), 81)).isEqualTo(48);
    assertThat(run.engine.cachedPrefixTokens(new ProgramTokens(2, 48, 16), 81)).isEqualTo(80);
  }

  @Test
  void evict_runningRequest_keepsItsPrefix() {
    run.submit(1, 49, 20).step();

    run.submit(2, 80, 1).drain();
    run.submit(3, 80, 1).drain();

    assertThat(run.engine.stats().preemptions()).isZero();
    assertThat(run.reports).extracting(RequestReport::id).contains(1L, 2L, 3L);
  }

  @Test
  void admit_historyRebuilt_hitsTheUnchangedPages() {
    ProgramTokens tokens = new ProgramTokens(1, 0, 16);
    run.submit(1, 97, 1, tokens).drain();

    tokens.rebuild(70);

    assertThat(run.submit(1, 97, 1, tokens).drain().last().cachedTokens()).isEqualTo(64);
  }

  private static TokenSource tokens(long program) {
    return new ProgramTokens(program, 0, 16);
  }
}
