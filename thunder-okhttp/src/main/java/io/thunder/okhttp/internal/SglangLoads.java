package io.thunder.okhttp.internal;

import io.thunder.backend.TokenCounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /v1/loads} says: one entry for each data-parallel rank.
 *
 * @param capacityTokens sum of {@code max_total_num_tokens}, or null
 * @param usage share of it that running requests hold, evictable caches excluded, or null
 * @param running requests being computed, or null
 * @param waiting requests queued, or null
 */
record SglangLoads(
    @Nullable Long capacityTokens,
    @Nullable Double usage,
    @Nullable Long running,
    @Nullable Long waiting) {

  private static final SglangLoads EMPTY = new SglangLoads(null, null, null, null);

  private static final String[] OF_RANK = {
    "dp_rank", "max_total_num_tokens", "num_used_tokens", "num_running_reqs", "num_waiting_reqs"
  };

  static SglangLoads of(@Nullable JsonView page, @Nullable Integer rank) {
    JsonView list = page != null && page.isObject() ? page.get("loads") : null;
    List<@Nullable JsonView[]> ranks = new ArrayList<>();
    if (list != null && list.isArray()) {
      list.items(item -> {
        if (item.isObject()) {
          @Nullable JsonView[] parts = item.get(OF_RANK);
          if (rank == null || Long.valueOf(rank).equals(whole(parts[0]))) {
            ranks.add(parts);
          }
        }
      });
    }
    if (ranks.isEmpty()) {
      return EMPTY;
    }
    Long capacity = sum(ranks, 1);
    Long used = sum(ranks, 2);
    Double usage = capacity == null || capacity == 0 || used == null
        ? null
        : (Double) ((double) used / capacity);
    return new SglangLoads(capacity, usage, sum(ranks, 3), sum(ranks, 4));
  }

  /** Unknown if it is unknown of one rank, or cannot be. */
  private static @Nullable Long sum(List<@Nullable JsonView[]> ranks, int part) {
    long sum = 0;
    for (@Nullable JsonView[] parts : ranks) {
      Long value = whole(parts[part]);
      if (value == null || value < 0 || value > TokenCounts.MAX) {
        return null;
      }
      sum += value;
    }
    return sum;
  }

  private static @Nullable Long whole(@Nullable JsonView value) {
    return value == null ? null : value.wholeNumber();
  }
}
