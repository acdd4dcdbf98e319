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
 */
public record BackendReading(
    @Nullable Long capacityTokens,
    @Nullable Integer blockTokens,
    @Nullable Double kvUsage,
    @Nullable Long running,
    @Nullable Long waiting,
    @Nullable Long prefixQueryTokens,
    @Nullable Long prefixHitTokens,
    @Nullable Long preemptions) {

  /** A reading that says only that the backend answers. */
  public static final BackendReading EMPTY =
      new BackendReading(null, null, null, null, null, null, null, null);

  /**
   * Turns impossible values (a capacity below 1 or above {@link TokenCounts#MAX}, a usage that is no
   * number) into unknown.
   */
  public BackendReading {
    boolean possible =
        capacityTokens != null && capacityTokens >= 1 && capacityTokens <= TokenCounts.MAX;
    capacityTokens = possible ? capacityTokens : null;
    blockTokens = blockTokens == null || blockTokens < 1 ? null : blockTokens;
    kvUsage = kvUsage == null || !(kvUsage >= 0 && kvUsage <= 1) ? null : kvUsage;
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

  private static @Nullable Long sum(
      List<BackendReading> readings, Function<BackendReading, @Nullable Long> part) {
    long sum = 0;
    for (BackendReading reading : readings) {
      Long value = part.apply(reading);
      if (value == null) {
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
