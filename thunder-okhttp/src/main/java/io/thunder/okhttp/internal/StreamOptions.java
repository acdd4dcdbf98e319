package io.thunder.okhttp.internal;

import io.thunder.chat.ChatRequest;
import io.thunder.chat.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The {@code stream_options} of a streamed request. Usage is asked for unless the caller decided
 * about it, because without it the size of a streamed turn is unknown; everything else that the
 * caller set stays verbatim.
 */
final class StreamOptions {

  static final String FIELD = "stream_options";

  private static final String INCLUDE_USAGE = "include_usage";

  private StreamOptions() {}

  /** Whether the caller said anything about usage. */
  static boolean decidedByCaller(ChatRequest request) {
    JsonText given = request.fields().get(FIELD);
    JsonView options = given == null ? null : JsonView.of(given);
    return options != null && options.isObject() && options.get(INCLUDE_USAGE) != null;
  }

  /** The options to send in place of the caller's. */
  static String withUsage(@Nullable JsonText given) {
    JsonView options = given == null ? null : JsonView.of(given);
    if (options == null || options.isNull()) {
      return "{\"include_usage\":true}";
    }
    if (!options.isObject() || options.get(INCLUDE_USAGE) != null) {
      return options.raw();
    }
    String members = options.raw().substring(1, options.raw().length() - 1);
    return "{" + members + (members.isBlank() ? "" : ",") + "\"include_usage\":true}";
  }
}
