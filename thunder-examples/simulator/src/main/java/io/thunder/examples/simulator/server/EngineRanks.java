package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineStats;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engines behind one URL: one, or several data-parallel ranks, each with a cache of its own.
 *
 * <p>A request may name its rank. Others go to the one with the fewest requests, as vLLM's internal
 * balancer does below half of the cache; it, too, begins with another rank each time, so that equals
 * take turns. Thread-safe.
 */
final class EngineRanks {

  /** The header that names a rank. */
  static final String RANK = "X-data-parallel-rank";

  private final List<EngineLoop> loops;
  private final AtomicInteger turn = new AtomicInteger();

  EngineRanks(List<EngineLoop> loops) {
    this.loops = List.copyOf(loops);
  }

  /**
   * Returns the engine for a request.
   *
   * @param rank the one that it names, null if it names none
   * @throws ApiException if there is no such rank
   */
  EngineLoop pick(@Nullable String rank) {
    if (rank == null) {
      return leastLoaded();
    }
    for (int i = 0; i < loops.size(); i++) {
      if (rank.equals(Integer.toString(i))) {
        return loops.get(i);
      }
    }
    throw ApiException.badRequest(
        null, "data_parallel_rank " + rank + " is out of range [0, " + loops.size() + ").");
  }

  private EngineLoop leastLoaded() {
    int first = Math.floorMod(turn.getAndIncrement(), loops.size());
    EngineLoop best = loops.get(first);
    for (int i = 1; i < loops.size(); i++) {
      EngineLoop other = loops.get((first + i) % loops.size());
      best = other.requests() < best.requests() ? other : best;
    }
    return best;
  }

  /** Forgets all cached blocks of every rank; says on the delivery thread whether that worked. */
  void resetPrefixCaches(Consumer<Boolean> done) {
    AtomicInteger left = new AtomicInteger(loops.size());
    AtomicInteger refused = new AtomicInteger();
    loops.forEach(loop -> loop.resetPrefixCache(success -> {
      refused.addAndGet(success ? 0 : 1);
      if (left.decrementAndGet() == 0) {
        done.accept(refused.get() == 0);
      }
    }));
  }

  boolean isAlive() {
    return loops.stream().allMatch(EngineLoop::isAlive);
  }

  /** Returns a picture of each engine, by rank. */
  List<EngineStats> stats() {
    return loops.stream().map(EngineLoop::stats).toList();
  }

  void start() {
    loops.forEach(EngineLoop::start);
  }

  void stop() {
    loops.forEach(EngineLoop::stop);
  }
}
