package io.thunder.okhttp.internal;

import io.thunder.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads token counts. Counts that make no sense are unknown rather than an error: the answer was
 * computed and is good.
 */
final class UsageCodec {

  /** More than any context: sums of counts stay far from an overflow. */
  private static final long TOKENS_MAX = 1_000_000_000_000L;

  private UsageCodec() {}

  static @Nullable Usage decode(@Nullable JsonView usage) {
    if (usage == null || !usage.isObject()) {
      return null;
    }
    Long prompt = count(usage, "prompt_tokens");
    if (prompt == null) {
      return null;
    }
    Long completion = count(usage, "completion_tokens");
    JsonView details = usage.get("prompt_tokens_details");
    Long cached = details == null || !details.isObject() ? null : count(details, "cached_tokens");
    return new Usage(prompt, completion == null ? 0 : completion, cached);
  }

  /** A count, or null if it is unknown. */
  static @Nullable Long count(JsonView counts, String name) {
    Long count = counts.wholeNumberAt(name);
    return count == null || count < 0 || count > TOKENS_MAX ? null : count;
  }
}
