package io.thunder.okhttp.internal;

import io.thunder.backend.BackendId;
import io.thunder.error.BackendFailedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.ThunderException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns what an engine refused, and how, into what the caller can do about it. */
final class StatusMapper {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  private StatusMapper() {}

  /** An unsuccessful status, and for how long the engine asked to be left alone, or null. */
  static ThunderException ofStatus(
      BackendId backend, int status, EngineError error, @Nullable Duration retryAfter) {
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      // Without the engine's words: some quote the key, masked in ways that nobody can undo here.
      return new RequestRejectedException(
          "backend " + backend + " refused the credentials with status " + status, status);
    }
    String what = "backend " + backend + " answered status " + status + words(error);
    return isCallersFault(status)
        ? new RequestRejectedException(what, status)
        : new BackendFailedException(what, status, retryAfter, null);
  }

  /**
   * An error that came with status 200.
   *
   * @param first whether nothing of an answer came before: engines that open a stream before they
   *     check the request, or before they have room for it, then report that in it
   */
  static ThunderException ofGoodStatus(
      BackendId backend, int status, EngineError error, boolean first) {
    Integer code = error.code();
    if (first && code != null && code >= 400 && code < 600) {
      return ofStatus(backend, code, error, /* retryAfter= */ null);
    }
    String when = first ? " reported an error instead of an answer" : " broke its answer off";
    return new BackendFailedException("backend " + backend + when + words(error), status, null);
  }

  private static boolean isCallersFault(int status) {
    return status >= 400
        && status < 500
        && status != REQUEST_TIMEOUT
        && status != TOO_MANY_REQUESTS;
  }

  private static String words(EngineError error) {
    return error.message().isEmpty() ? "" : ": " + error.message();
  }
}
