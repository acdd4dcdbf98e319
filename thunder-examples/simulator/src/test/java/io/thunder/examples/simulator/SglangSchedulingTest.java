package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Batches and admission; steps last a second, pages have 16 tokens. */
final class SglangSchedulingTest {

  @Test
  void step_newPrompt_isComputedWhileOthersStandStill() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(40, 96, 8));
    run.submit(1, 40, 4).steps(2);

    run.submit(2, 40, 2).drain();

    assertThat(run.trace).containsExactly("1:1#1", "2:1#2", "3:2#1", "4:1#3", "4:2#2", "5:1#4");
  }

  @Test
  void step_longPrompt_holdsUpDecodingForAllItsChunks() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(40, 96, 8));
    run.submit(1, 40, 3).step();

    run.submit(2, 250, 1).drain();

    assertThat(run.trace).containsExactly("1:1#1", "4:2#1", "5:1#2", "6:1#3");
  }

  @Test
  void step_decodersStandStill_theirMemoryCountsAsDecode() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(40, 96, 8));

    run.submit(1, 48, 2).step();
    run.submit(2, 64, 1).step();

    assertThat(run.engine.memory()).isEqualTo(new EngineMemory(48, 48 + 64, 0));
  }

  @Test
  void step_restOfTheBatch_takesAChunkOfTheNextPrompt() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(40, 128, 8));

    run.submit(1, 60, 1).submit(2, 100, 1).submit(3, 20, 1).drain();

    // 60 tokens take four pages of the eight; 64 of 100 go along, 36 and 20 come next.
    assertThat(run.trace).containsExactly("1:1#1", "2:2#1", "2:3#1");
  }

  @Test
  void step_chunk_isWholePages() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(40, 100, 8));

    run.submit(1, 250, 1).step();

    assertThat(run.engine.runningSequences())
        .extracting(sequence -> sequence.computedTokens)
        .containsExactly(96);
  }

  @Test
  void step_manyPrompts_computesAtMost16384TokensOfThem() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(4_000, 32_768, 8));

    run.submit(1, 10_000, 1).submit(2, 6_400, 1).submit(3, 18_000, 1).drain();

    assertThat(run.trace).containsExactly("1:1#1", "2:2#1", "3:3#1");
  }

  @Test
  void admit_sameBatch_reservesTheWholeOutput() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 400, 8));

    run.submit(1, 100, 50).submit(2, 100, 50).submit(3, 10, 1).step();

    // 320 tokens less seven pages and 50 leave 158, request 2 asks for 100 + 50 and a page.
    assertThat(run.engine.stats().running()).isEqualTo(1);
    assertThat(run.drain().reports).extracting(RequestReport::id).containsExactly(1L, 3L, 2L);
  }

  @Test
  void admit_othersRun_expectsSevenTenthsOfTheirOutput() {
    // Free are 320 - 112 tokens, 0.7 * 49 are expected of request 1: 173.7 are left.
    assertThat(admitsNextTo(57)).isTrue();
    assertThat(admitsNextTo(58)).isFalse();
  }

  private static boolean admitsNextTo(int output) {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 400, 8));
    run.submit(1, 100, 50).step();
    run.submit(2, 100, output).step();
    return run.engine.stats().running() == 2;
  }

  @Test
  void admit_nextToALastChunk_reservesItsOutputOnce() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 96, 8));

    run.submit(1, 112, 50).submit(2, 40, 101).steps(2);

    // 320 tokens less 96, 16 and 50 leave 158, request 2 asks for 157.
    assertThat(run.trace).containsExactly("2:1#1", "2:2#1");
  }

  @Test
  void admit_cachedPrefix_isNoRoomOnceItIsHeld() {
    // Request 2 holds a page, and 69.3 tokens are expected of it; ten pages are cached. Holding
    // them leaves 9 * 16 - 69.3 = 74.7 for 40 more tokens, the output and a page.
    assertThat(admitsNextTurn(18)).isTrue();
    assertThat(admitsNextTurn(19)).isFalse();
  }

  private static boolean admitsNextTurn(int output) {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 400, 8));
    run.submit(1, 161, 1).drain();
    run.submit(2, 16, 100).step();
    run.submit(1, 200, output).step();
    return run.engine.stats().running() == 2;
  }

  @Test
  void admit_noLimitOfOutput_reserves4096Tokens() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(1_000, 800, 8));

    for (long id = 1; id <= 4; id++) {
      TokenSource tokens = new ProgramTokens(id, 0, 16);
      run.submit(new EngineRequest(id, 100, 5, tokens, FinishReason.STOP));
    }
    run.step();

    // Three times 112 + 4096 of 16000 tokens: the fourth does not fit.
    assertThat(run.engine.stats().running()).isEqualTo(3);
  }

  @Test
  void admit_memoryWasFull_waitsUntilOneLeaves() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 400, 8));
    run.submit(1, 100, 4).submit(2, 200, 50).step();
    run.abort(2);

    run.submit(3, 10, 1).drain(); // it would fit at once

    assertThat(run.trace).containsExactly("1:1#1", "2:1#2", "3:1#3", "4:1#4", "5:3#1");
  }

  @Test
  void admit_moreRequestsThanSequences_waitsUntilOneLeaves() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 400, 2));

    run.submit(1, 10, 2).submit(2, 10, 1).submit(3, 10, 1).drain();

    assertThat(run.trace).containsExactly("1:1#1", "1:2#1", "2:3#1", "3:1#2");
  }

  @Test
  void abort_promptInChunks_letsOthersGoOn() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(40, 96, 8));
    run.submit(1, 40, 3).step();
    run.submit(2, 250, 1).step();

    run.abort(2);
    run.drain();

    assertThat(run.trace).containsExactly("1:1#1", "3:1#2", "4:1#3");
  }

  @Test
  void submit_wouldNotFitAlone_isRefused() {
    EngineHarness<SglangEngine> run = EngineHarness.sglang(EngineHarness.preset(20, 400, 8));

    run.submit(1, 300, 3).drain();

    assertThat(run.reports).hasSize(1);
    assertThatThrownBy(() -> run.submit(2, 300, 4)).hasMessageContaining("allows 303");
  }

  @Test
  void create_batchSmallerThanAPage_isRefused() {
    EnginePreset preset = EngineHarness.preset(20, 15, 8);

    assertThatThrownBy(() -> new SglangEngine(preset)).hasMessageContaining("15 tokens");
  }
}
