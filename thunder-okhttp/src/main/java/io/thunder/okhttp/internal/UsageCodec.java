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

  private static final String[] COUNTS = {
    "prompt_tokens", "completion_tokens", "prompt_tokens_details"
  };

  private UsageCodec() {}

  static @Nullable Usage decode(@Nullable JsonView usage) {
    if (usage == null || !usage.isObject()) {
      return null;
    }
    @Nullable JsonView[] counts = usage.get(COUNTS);
    Long prompt = count(counts[0]);
    if (prompt == null) {
      return null;
    }
    Long completion = count(counts[1]);
    JsonView details = counts[2];
    Long cached =
        details == null || !details.isObject() ? null : count(details.get("cached_tokens"));
    return new Usage(prompt, completion == null ? 0 : completion, cached);
  }

  private static @Nullable Long count(@Nullable JsonView value) {
    Long count = value == null ? null : value.wholeNumber();
    return count == null || count < 0 || count > TOKENS_MAX ? null : count;
  }
}
