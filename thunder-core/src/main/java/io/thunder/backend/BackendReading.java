package io.thunder.backend;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one probe read of a backend. A value that the engine did not show is {@code null}: unknown,
 * which is neither zero nor infinite. Sums run over the data-parallel engines behind one URL.
 *
 * @param capacityTokens the KV cache's size in tokens
 * @param blockTokens the KV block size in tokens
 * @param kvUsage the share of the KV cache that running requests hold, 0 to 1; caches that no
 *     request refers to count as free
 * @param running requests being computed
 * @param waiting requests queued inside the engine
 * @param prefixQueryTokens counter: prompt tokens looked up in the prefix cache
 * @param prefixHitTokens counter: prompt tokens found there
 * @param preemptions counter: requests whose cache was taken away while they ran
 * @param cachesLost counter, of a router only: how many times over all its servers' caches were lost,
 *     since they were first asked; one of four that starts anew, or goes away, adds 0.25. A single
 *     engine that starts anew shows it by {@code prefixQueryTokens}, which begins at 0 again
 */
public record BackendReading(
    @Nullable Long capacityTokens,
    @Nullable Integer blockTokens,
    @Nullable Double kvUsage,
    @Nullable Long running,
    @Nullable Long waiting,
    @Nullable Long prefixQueryTokens,
    @Nullable Long prefixHitTokens,
    @Nullable Long preemptions,
    @Nullable Double cachesLost) {

  /** A reading that says only that the backend answers. */
  public static final BackendReading EMPTY =
      new BackendReading(null, null, null, null, null, null, null, null);

  /**
   * Turns impossible values (a capacity below 1 or above {@link TokenCounts#MAX}, a usage that is no
   * number, counts below 0 or, of requests, above {@link TokenCounts#MAX}) into unknown.
   */
  public BackendReading {
    boolean possible =
        capacityTokens != null && capacityTokens >= 1 && capacityTokens <= TokenCounts.MAX;
    capacityTokens = possible ? capacityTokens : null;
    blockTokens = blockTokens == null || blockTokens < 1 ? null : blockTokens;
    kvUsage = kvUsage == null || !(kvUsage >= 0 && kvUsage <= 1) ? null : kvUsage;
    running = count(running, TokenCounts.MAX);
    waiting = count(waiting, TokenCounts.MAX);
    prefixQueryTokens = count(prefixQueryTokens, Long.MAX_VALUE);
    prefixHitTokens = count(prefixHitTokens, Long.MAX_VALUE);
    preemptions = count(preemptions, Long.MAX_VALUE);
    boolean counted = cachesLost != null && cachesLost >= 0 && cachesLost <= Double.MAX_VALUE;
    cachesLost = counted ? cachesLost : null;
  }

  /**
   * A reading of an engine that is no router.
   *
   * @param capacityTokens the KV cache's size in tokens
   * @param blockTokens the KV block size in tokens
   * @param kvUsage the share of the KV cache that running requests hold
   * @param running requests being computed
   * @param waiting requests queued inside the engine
   * @param prefixQueryTokens counter: prompt tokens looked up in the prefix cache
   * @param prefixHitTokens counter: prompt tokens found there
   * @param preemptions counter: requests whose cache was taken away while they ran
   */
  public BackendReading(
      @Nullable Long capacityTokens,
      @Nullable Integer blockTokens,
      @Nullable Double kvUsage,
      @Nullable Long running,
      @Nullable Long waiting,
      @Nullable Long prefixQueryTokens,
      @Nullable Long prefixHitTokens,
      @Nullable Long preemptions) {
    this(
        capacityTokens,
        blockTokens,
        kvUsage,
        running,
        waiting,
        prefixQueryTokens,
        prefixHitTokens,
        preemptions,
        /* cachesLost= */ null);
  }

  /**
   * A reading of a capacity and nothing else.
   *
   * @param tokens the KV cache's size in tokens
   * @return the reading
   */
  public static BackendReading ofCapacity(long tokens) {
    return new BackendReading(tokens, null, null, null, null, null, null, null);
  }

  /**
   * This reading, of a router that has seen its servers lose their caches.
   *
   * @param times how many times over, counted as {@link #cachesLost}
   * @return a copy
   */
  public BackendReading withCachesLost(double times) {
    return new BackendReading(
        capacityTokens,
        blockTokens,
        kvUsage,
        running,
        waiting,
        prefixQueryTokens,
        prefixHitTokens,
        preemptions,
        times);
  }

  /**
   * What several servers behind one URL show together: sums, and the usage on average. What one of
   * them does not show is unknown of all.
   *
   * @param readings one of each server, at least one
   * @return the reading of all
   */
  public static BackendReading ofAll(List<BackendReading> readings) {
    if (readings.size() == 1) {
      return readings.get(0);
    }
    return new BackendReading(
        sum(readings, BackendReading::capacityTokens),
        largest(readings),
        usage(readings),
        sum(readings, BackendReading::running),
        sum(readings, BackendReading::waiting),
        sum(readings, BackendReading::prefixQueryTokens),
        sum(readings, BackendReading::prefixHitTokens),
        sum(readings, BackendReading::preemptions));
  }

  private static @Nullable Long count(@Nullable Long value, long max) {
    return value == null || value < 0 || value > max ? null : value;
  }

  private static @Nullable Long sum(
      List<BackendReading> readings, Function<BackendReading, @Nullable Long> part) {
    long sum = 0;
    for (BackendReading reading : readings) {
      Long value = part.apply(reading);
      if (value == null || value > Long.MAX_VALUE - sum) {
        return null;
      }
      sum += value;
    }
    return sum;
  }

  /** What fits in the largest blocks fits everywhere. */
  private static @Nullable Integer largest(List<BackendReading> readings) {
    Integer largest = null;
    for (BackendReading reading : readings) {
      Integer block = reading.blockTokens;
      largest = largest == null || (block != null && block > largest) ? block : largest;
    }
    return largest;
  }

  /** Weighted by capacity, or by nothing where one is unknown. */
  private static @Nullable Double usage(List<BackendReading> readings) {
    boolean weighted = readings.stream().allMatch(reading -> reading.capacityTokens != null);
    double used = 0;
    double capacity = 0;
    for (BackendReading reading : readings) {
      if (reading.kvUsage == null) {
        return null;
      }
      long weight = weighted && reading.capacityTokens != null ? reading.capacityTokens : 1;
      used += reading.kvUsage * weight;
      capacity += weight;
    }
    return used / capacity;
  }
}
