package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trees of programs whose histories are known block by block: what the ledger counts is never less
 * than what an engine would hold, and mostly no more.
 */
final class ForkTruthTest {

  private static final int BLOCK = 16;
  private static final int STEPS = 400;
  private static final PromptPrefix SYSTEM = new PromptPrefix(1, 10 * BLOCK);

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 100_000_000);
  private final Map<String, List<Long>> histories = new LinkedHashMap<>();
  private long blocks;
  private int programs;
  private double counted;
  private double held;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void apply_forksGrowthAndCuts_countNoLessThanIsHeld(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      act(random);
      long union = union();
      assertThat(run.used("b")).as("seed %s, step %s", seed, step).isGreaterThanOrEqualTo(union);
      counted += run.used("b");
      held += union;
    }
    assertThat(counted / held).as("counted over held, seed %s", seed).isLessThan(1.5);
  }

  private void act(Random random) {
    int kind = random.nextInt(10);
    String some = histories.isEmpty()
        ? null
        : new ArrayList<>(histories.keySet()).get(random.nextInt(histories.size()));
    if (some == null || kind == 0) {
      turn("p" + programs++, grown(system(), random), null);
    } else if (kind <= 3 && histories.size() < 24) {
      List<Long> history = histories.get(some);
      int inherited = random.nextInt(4) > 0 ? history.size() : random.nextInt(history.size() + 1);
      inherited = Math.max(inherited, system().size());
      turn(
          "p" + programs++,
          grown(history.subList(0, inherited), random),
          ParentProgram.ofTokens(some, (long) inherited * BLOCK));
    } else if (kind <= 6) {
      turn(some, grown(histories.get(some), random), null);
    } else if (kind == 7) {
      List<Long> history = histories.get(some);
      int kept = system().size() + random.nextInt(history.size() - system().size() + 1);
      turn(some, new ArrayList<>(history.subList(0, kept)), null);
    } else {
      run.release(some);
      histories.remove(some);
    }
  }

  private void turn(String program, List<Long> prompt, ParentProgram parent) {
    long tokens = (long) prompt.size() * BLOCK;
    TurnTicket turn = run.arriveFrom(parent, program, tokens, SYSTEM);
    run.finish(turn, tokens, 0);
    histories.put(program, prompt);
  }

  private static List<Long> system() {
    return LongStream.range(-SYSTEM.tokens() / BLOCK, 0).boxed().toList();
  }

  private List<Long> grown(List<Long> history, Random random) {
    List<Long> longer = new ArrayList<>(history);
    for (int i = random.nextInt(20); i >= 0; i--) {
      longer.add(++blocks);
    }
    return longer;
  }

  /** What an engine with a prefix cache holds: each block once for each beginning before it. */
  private long union() {
    Set<Long> nodes = new HashSet<>();
    for (List<Long> history : histories.values()) {
      long hash = 7;
      for (long block : history) {
        hash = Arrays.hashCode(new long[] {hash, block}) * 0x9E3779B97F4A7C15L + block;
        nodes.add(hash);
      }
    }
    return (long) nodes.size() * BLOCK;
  }
}
