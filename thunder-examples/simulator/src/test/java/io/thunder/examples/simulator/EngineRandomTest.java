package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random load on a small engine; the harness checks the invariants after every call. */
final class EngineRandomTest {

  private static final int PROGRAMS = 12;

  @ParameterizedTest
  @CsvSource({
    "VLLM, 1",
    "VLLM, 2",
    "VLLM, 3",
    "VLLM, 4",
    "VLLM, 5",
    "VLLM, 6",
    "VLLM, 7",
    "VLLM, 8",
    "SGLANG, 1",
    "SGLANG, 2",
    "SGLANG, 3",
    "SGLANG, 4",
    "SGLANG, 5",
    "SGLANG, 6",
    "SGLANG, 7",
    "CONTINUUM, 1",
    "CONTINUUM, 2",
    "CONTINUUM, 3",
    "CONTINUUM, 4"
  })
  void run_randomLoad_keepsTheInvariantsAndServesAll(EngineKind kind, long seed) {
    EngineHarness<?> run = run(kind, seed);

    EngineStats stats = run.drain().engine.stats();
    assertThat(stats.finished().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(300);
    assertThat(stats.kvCacheUsage()).isZero();
    assertThat(stats.preemptions()).as("load is high enough").isPositive();
    assertThat(stats.hitRate()).isBetween(0.01, 0.99);
    assertThat(run.engine.memory().totalTokenSeconds())
        .isBetween(1.0, 640.0 * run.nowNanos() / EngineHarness.STEP_NANOS);
  }

  @ParameterizedTest
  @CsvSource({"VLLM, 1", "VLLM, 2", "SGLANG, 1", "SGLANG, 2", "CONTINUUM, 1"})
  void run_sameSeed_givesTheSameTrace(EngineKind kind, long seed) {
    EngineHarness<?> first = run(kind, seed).drain();
    EngineHarness<?> second = run(kind, seed).drain();

    assertThat(second.trace).isEqualTo(first.trace);
    assertThat(second.reports).isEqualTo(first.reports);
    assertThat(second.engine.stats()).isEqualTo(first.engine.stats());
    assertThat(second.engine.memory()).isEqualTo(first.engine.memory());
  }

  private static EngineHarness<?> run(EngineKind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EnginePreset preset =
        EngineHarness.preset(40, 100, 6).withFullSequenceAdmission(random.nextBoolean());
    EngineHarness<?> run = EngineHarness.of(kind, preset);
    for (long id = 0; id < 300; id++) {
      TokenSource tokens = new ProgramTokens(random.nextInt(PROGRAMS), 40, 16);
      run.submit(id, 1 + random.nextInt(300), 1 + random.nextInt(120), tokens);
      run.steps(random.nextInt(30));
      if (run.engine instanceof EngineModel model) {
        checkCachedPrefixes(model);
      }
      if (random.nextInt(10) == 0) {
        run.abort(id - random.nextInt(5));
      }
    }
    return run;
  }

  /** What is cached of a sequence is its start, without gaps, so that bisection finds its end. */
  private static void checkCachedPrefixes(EngineModel model) {
    for (int program = 0; program < PROGRAMS; program++) {
      TokenSource tokens = new ProgramTokens(program, 40, 16);
      int blocks = 0;
      while (blocks < 30 && model.pool().find(tokens.blockHash(blocks)) != 0) {
        blocks++;
      }
      assertThat(model.cachedPrefixTokens(tokens, 30 * 16)).isEqualTo(blocks * 16);
    }
  }
}
