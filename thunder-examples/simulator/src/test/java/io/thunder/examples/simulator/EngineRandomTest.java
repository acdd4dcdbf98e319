package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random load on a small engine; the harness checks the invariants after every call. */
final class EngineRandomTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void run_randomLoad_keepsTheInvariantsAndServesAll(long seed) {
    EngineHarness run = run(seed);

    EngineStats stats = run.drain().engine.stats();
    assertThat(stats.finished().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(300);
    assertThat(stats.kvCacheUsage()).isZero();
    assertThat(stats.preemptions()).as("load is high enough").isPositive();
    assertThat(stats.hitRate()).isBetween(0.01, 0.99);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void run_sameSeed_givesTheSameTrace(long seed) {
    EngineHarness first = run(seed).drain();
    EngineHarness second = run(seed).drain();

    assertThat(second.trace).isEqualTo(first.trace);
    assertThat(second.reports).isEqualTo(first.reports);
    assertThat(second.engine.stats()).isEqualTo(first.engine.stats());
  }

  private static EngineHarness run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EnginePreset preset =
        EngineHarness.preset(40, 100, 6).withFullSequenceAdmission(random.nextBoolean());
    EngineHarness run = new EngineHarness(preset);
    for (long id = 0; id < 300; id++) {
      TokenSource tokens = new ProgramTokens(random.nextInt(12), 40, 16);
      run.submit(id, 1 + random.nextInt(300), 1 + random.nextInt(120), tokens);
      run.steps(random.nextInt(30));
      if (random.nextInt(10) == 0) {
        run.engine.abort(id - random.nextInt(5));
        Invariants.check(run.engine);
      }
    }
    return run;
  }
}
