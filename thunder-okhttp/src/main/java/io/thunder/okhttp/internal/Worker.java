package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server behind a router, as the router lists it.
 *
 * @param uri its root
 * @param rank which of its data-parallel engines is meant, or null for all
 * @param role {@code prefill} or {@code decode} if it does only that, or empty
 */
record Worker(URI uri, @Nullable Integer rank, String role) {

  /** Longer ones are no addresses of servers. */
  private static final int URL_CHARS_MAX = 2_048;

  private static final int RANK_DIGITS_MAX = 3;

  /** Whether it does only a part of a turn: then turns need two servers, chosen by the router. */
  boolean isPartial() {
    return isPartial(role);
  }

  static boolean isPartial(String role) {
    return role.equals("prefill") || role.equals("decode");
  }

  /**
   * Reads {@code "http://…"} or {@code {"url":"http://…","worker_type":"decode"}}. The SGLang gateway
   * adds data-parallel ranks to the URL: {@code http://host:30000@1}. Null if it is not to be asked over
   * HTTP: gRPC workers and worse, credentials in the URL.
   */
  static @Nullable Worker of(JsonView item) {
    String url = item.isString() ? item.string() : item.isObject() ? item.stringAt("url") : null;
    String role = item.isObject() ? item.stringAt("worker_type") : null;
    return url == null || url.length() > URL_CHARS_MAX ? null : of(url, role == null ? "" : role);
  }

  private static @Nullable Worker of(String url, String role) {
    int at = url.lastIndexOf('@');
    String digits = url.substring(at + 1);
    boolean ranked = at > 0 && digits.length() <= RANK_DIGITS_MAX && digits.matches("[0-9]+");
    URI root = root(ranked ? url.substring(0, at) : url);
    return root == null ? null : new Worker(root, ranked ? Integer.valueOf(digits) : null, role);
  }

  /** As the root of a backend that one would configure: what cannot be one cannot be asked either. */
  private static @Nullable URI root(String url) {
    try {
      return Backend.openAi(url).uri();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
