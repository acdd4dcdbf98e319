package io.thunder.okhttp.internal;

/**
 * Whether a server is up: its health page says so, or it has none and shows another page. Anything
 * else, such as 401 or 503, means that turns would fail too.
 */
final class Health {

  static final String PATH = "/health";

  private Health() {}

  /** Throws if the server is not up. */
  static void require(Page<?> health, Page<?> other) {
    if (!health.isOk() && !(health.isUnknown() && other.isOk())) {
      throw new DownException(health.words(), health.failure());
    }
  }
}
