package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineStats;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
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

  /**
   * Forgets all cached blocks of every rank; says on the delivery thread whether that worked.
   *
   * @param requeue whether requests that run give up their memory for it, to be computed again
   */
  void resetPrefixCaches(boolean requeue, Consumer<Boolean> done) {
    AtomicInteger refused = new AtomicInteger();
    each(
        (loop, one) -> loop.resetPrefixCache(requeue, success -> {
          refused.addAndGet(success ? 0 : 1);
          one.run();
        }),
        () -> done.accept(refused.get() == 0));
  }

  /** Asks something of every rank; says on the delivery thread that all have done it. */
  void each(BiConsumer<EngineLoop, Runnable> what, Runnable done) {
    AtomicInteger left = new AtomicInteger(loops.size());
    loops.forEach(loop -> what.accept(loop, () -> {
      if (left.decrementAndGet() == 0) {
        done.run();
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
