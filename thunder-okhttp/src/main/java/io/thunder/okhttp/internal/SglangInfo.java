package io.thunder.okhttp.internal;

import org.jspecify.annotations.Nullable;

/**
 * What {@code /server_info} says of the cache, and of priorities. Its own {@code max_total_num_tokens} is that of the
 * first data-parallel rank only.
 *
 * @param capacityTokens of one rank, or of all together; or null
 * @param pageTokens tokens per page of the cache, or null
 * @param lowerPriorityFirst whether requests with a lower priority go first, or null
 */
record SglangInfo(
    @Nullable Long capacityTokens,
    @Nullable Integer pageTokens,
    @Nullable Boolean lowerPriorityFirst) {

  private static final SglangInfo EMPTY = new SglangInfo(null, null, null);

  private static final String[] PARTS = {
    "max_total_num_tokens",
    "page_size",
    "dp_size",
    "internal_states",
    "schedule_low_priority_values_first"
  };

  static SglangInfo of(@Nullable JsonView page, @Nullable Integer rank) {
    if (page == null || !page.isObject()) {
      return EMPTY;
    }
    @Nullable JsonView[] parts = page.get(PARTS);
    Long ofFirst = positive(parts[0]);
    Long ranks = positive(parts[2]);
    Tally states = new Tally(rank);
    if (parts[3] != null && parts[3].isArray()) {
      parts[3].items(states::add);
    }
    Long capacity = states.known(ranks) ? (Long) states.sum : times(ofFirst, rank, ranks);
    Long pageTokens = positive(parts[1]);
    return new SglangInfo(
        capacity,
        pageTokens == null || pageTokens > 1_000_000 ? null : pageTokens.intValue(),
        bool(parts[4]));
  }

  private static @Nullable Boolean bool(@Nullable JsonView value) {
    if (value == null) {
      return null;
    }
    return value.is("true") ? Boolean.TRUE : value.is("false") ? Boolean.FALSE : null;
  }

  private static @Nullable Long times(
      @Nullable Long ofFirst, @Nullable Integer rank, @Nullable Long ranks) {
    long count = rank != null || ranks == null ? 1 : ranks;
    return ofFirst == null || ofFirst > Long.MAX_VALUE / count ? null : (Long) (ofFirst * count);
  }

  private static @Nullable Long positive(@Nullable JsonView value) {
    Long number = value == null ? null : value.wholeNumber();
    return number == null || number < 1 ? null : number;
  }

  /** The sum of {@code memory_usage.token_capacity} over the wanted ranks. */
  private static final class Tally {

    private final @Nullable Integer rank;
    private int seen;
    private int counted;
    private long sum;

    Tally(@Nullable Integer rank) {
      this.rank = rank;
    }

    void add(JsonView state) {
      int number = seen++;
      JsonView memory = state.isObject() ? state.get("memory_usage") : null;
      Long tokens =
          memory != null && memory.isObject() ? positive(memory.get("token_capacity")) : null;
      if (tokens != null && tokens < Integer.MAX_VALUE && (rank == null || rank == number)) {
        counted++;
        sum += tokens;
      }
    }

    /** Whether every wanted rank was counted. */
    boolean known(@Nullable Long ranks) {
      long wanted = rank != null || ranks == null ? 1 : ranks;
      return counted > 0 && (rank == null ? counted == seen : counted == 1) && counted >= wanted;
    }
  }
}
