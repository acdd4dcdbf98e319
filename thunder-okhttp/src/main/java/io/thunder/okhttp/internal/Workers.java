package io.thunder.okhttp.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads which servers are behind a router: {@code {"servers":["http://…"]}} of SkyRL, {@code
 * {"workers":[{"url":"http://…"}]}} of slime and of the SGLang gateway, {@code {"urls":[…]}} of older
 * ones.
 */
final class Workers {

  /** More than any router has; a page may be anything. */
  private static final int WORKERS_MAX = 4_096;

  private static final String[] LISTS = {"servers", "workers", "urls"};

  private Workers() {}

  /** The roots of the servers, or null if the page lists none of the above. */
  static @Nullable List<URI> of(@Nullable JsonView page) {
    JsonView list = page != null && page.isObject() ? first(page) : null;
    if (list == null || !list.isArray()) {
      return null;
    }
    List<URI> servers = new ArrayList<>();
    list.items(item -> {
      URI server = root(item);
      if (server != null && servers.size() < WORKERS_MAX) {
        servers.add(server);
      }
    });
    return servers;
  }

  /**
   * Whether some of the workers only prefill or only decode, as the SGLang gateway says with {@code
   * "worker_type":"prefill"}: turns then need two of them, chosen by the router.
   */
  static boolean areDisaggregated(@Nullable JsonView page) {
    JsonView list = page != null && page.isObject() ? first(page) : null;
    boolean[] any = new boolean[1];
    if (list != null && list.isArray()) {
      list.items(item -> {
        String type = item.isObject() ? item.stringAt("worker_type") : null;
        any[0] |= "prefill".equals(type) || "decode".equals(type);
      });
    }
    return any[0];
  }

  private static @Nullable JsonView first(JsonView page) {
    for (JsonView list : page.get(LISTS)) {
      if (list != null) {
        return list;
      }
    }
    return null;
  }

  private static @Nullable URI root(JsonView item) {
    String url = item.isString() ? item.string() : item.isObject() ? item.stringAt("url") : null;
    try {
      return url == null || !url.startsWith("http") ? null : URI.create(url.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      return null; // gRPC workers and worse: not to be asked over HTTP
    }
  }
}
