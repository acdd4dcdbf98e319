package io.thunder.okhttp.internal;

import org.jspecify.annotations.Nullable;

/**
 * What became of asking for one page.
 *
 * @param status the HTTP status, 0 if no response came
 * @param content what was read of a page with status 200, or null
 * @param failure why no response came, or why the page could not be read; or null
 */
record Page<T>(int status, @Nullable T content, @Nullable Throwable failure) {

  boolean isOk() {
    return status == 200;
  }

  /** Whether the server answers, but knows no such page. */
  boolean isUnknown() {
    return status == 404 || status == 405 || status == 501;
  }

  /** Why there is no such page: the status, or what went wrong. */
  String words() {
    String message = failure == null ? "status " + status : String.valueOf(failure.getMessage());
    return Excerpt.of(message);
  }
}
