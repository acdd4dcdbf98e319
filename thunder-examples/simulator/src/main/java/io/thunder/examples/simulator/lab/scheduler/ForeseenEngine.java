package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.SharedPrefix;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The memory of one engine as {@link Clairvoyant} plans it: what each resident program holds when
 * its turn ends, in whole blocks, and each shared prefix once.
 */
final class ForeseenEngine {

  final int index;
  private final int blockSize;
  private final Map<ForeseenProgram, Long> residents = new LinkedHashMap<>();
  private final Map<Long, Integer> prefixes = new HashMap<>();
  private long used;
  private int running;

  ForeseenEngine(int index, int blockSize) {
    this.index = index;
    this.blockSize = blockSize;
  }

  long used() {
    return used;
  }

  boolean isIdle() {
    return running == 0;
  }

  /** Returns what is used while the turn that a program has begun or waits for runs here. */
  long usedWith(ForeseenProgram program) {
    long sum = used + blocks(program) - residents.getOrDefault(program, 0L);
    if (!residents.containsKey(program)) {
      int below = 0;
      for (SharedPrefix prefix : program.program.plan().shared()) {
        sum += prefixes.containsKey(prefix.key()) ? 0 : prefix.tokens() - below;
        below = prefix.tokens();
      }
    }
    return sum;
  }

  void begin(ForeseenProgram program) {
    used = usedWith(program);
    running++;
    program.running = true;
    if (residents.put(program, blocks(program)) == null) {
      program
          .program
          .plan()
          .shared()
          .forEach(prefix -> prefixes.merge(prefix.key(), 1, Integer::sum));
    }
    program.engine = this;
    program.lastEngine = this;
  }

  void end(ForeseenProgram program) {
    running--;
    program.running = false;
  }

  void giveUp(ForeseenProgram program) {
    Long held = residents.remove(program);
    if (held == null) {
      throw new IllegalStateException(program.program.id() + " is not on engine " + index);
    }
    used -= held;
    program.engine = null;
    int below = 0;
    for (SharedPrefix prefix : program.program.plan().shared()) {
      if (prefixes.merge(prefix.key(), -1, Integer::sum) == 0) {
        prefixes.remove(prefix.key());
        used -= prefix.tokens() - below;
      }
      below = prefix.tokens();
    }
  }

  /** Returns the program without a running turn that has most left to do. */
  Optional<ForeseenProgram> victim() {
    return residents.keySet().stream()
        .filter(program -> !program.running)
        .max(ForeseenProgram.LEAST_WORK_FIRST);
  }

  /** A program's own tokens may begin and end within a block. */
  private long blocks(ForeseenProgram program) {
    return (program.tokensAfterTurn() / blockSize + 2) * blockSize;
  }
}
