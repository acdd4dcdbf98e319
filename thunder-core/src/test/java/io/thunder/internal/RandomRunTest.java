package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Invariants of the engine under random commands. More seeds: {@code -Dthunder.seeds=100000}; one
 * seed: {@code -Dthunder.seed=42}.
 */
final class RandomRunTest {

  private static final int COMMANDS = 2_000;

  @Test
  void apply_randomCommands_breakNoInvariant() {
    Long only = Long.getLong("thunder.seed");
    long seeds = Long.getLong("thunder.seeds", 1_000);
    LongStream all = only == null ? LongStream.range(0, seeds) : LongStream.of(only);
    all.parallel().forEach(seed -> new RandomRun(seed).run(COMMANDS));
  }

  @Test
  void apply_sameSeed_makesTheSameDecisions() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(new RandomRun(seed).run(300))
          .as("seed %d", seed)
          .isEqualTo(new RandomRun(seed).run(300));
    }
  }
}
