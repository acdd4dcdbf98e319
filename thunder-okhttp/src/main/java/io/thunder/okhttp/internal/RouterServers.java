package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the servers that a router lists as backends of their own. */
final class RouterServers {

  /** How the SGLang gateway lists data-parallel ranks: {@code http://host:30000@1}. */
  private static final Pattern RANK = Pattern.compile("(.+)@(\\d{1,3})");

  private RouterServers() {}

  /** Where a router lists its servers. */
  static String path(BackendKind router) {
    return router == BackendKind.SKYRL ? SkyrlProbe.SERVERS : RouterProbe.WORKERS;
  }

  /** The servers on a page of a router, each once; throws if it lists none that take turns alone. */
  static List<Backend> of(BackendKind router, Page<JsonView> page) {
    List<URI> uris = Workers.of(page.content());
    if (uris == null) {
      throw new DownException(path(router) + ": " + page.words(), page.failure());
    }
    if (Workers.areDisaggregated(page.content())) {
      throw new DownException(
          path(router) + ": workers for prefill or decode only, which need their router", null);
    }
    BackendKind kind = router == BackendKind.SKYRL ? BackendKind.VLLM : BackendKind.SGLANG;
    Map<String, Backend> servers = new LinkedHashMap<>();
    for (URI uri : uris) {
      Backend server = server(kind, uri.toString());
      if (server != null) {
        servers.putIfAbsent(server.id().value(), server);
      }
    }
    return new ArrayList<>(servers.values());
  }

  private static @Nullable Backend server(BackendKind kind, String url) {
    Matcher ranked = RANK.matcher(url);
    try {
      return ranked.matches()
          ? rank(Backend.of(kind, ranked.group(1)), Integer.parseInt(ranked.group(2)))
          : Backend.of(kind, url);
    } catch (IllegalArgumentException e) {
      return null; // no host, or credentials in the URL: not to be asked
    }
  }

  private static Backend rank(Backend server, int rank) {
    return server.ranks(rank + 1).get(rank);
  }
}
