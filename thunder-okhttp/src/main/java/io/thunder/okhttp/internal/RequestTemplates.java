package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** What the requests of all turns to a route of a backend begin as, made once for each. Thread-safe. */
final class RequestTemplates {

  /** More backends than any fleet has; where they come and go, all are forgotten at so many. */
  static final int BACKENDS_MAX = 4_096;

  private final String path;
  private final Headers headers;
  private final Map<URI, Request> templates = new ConcurrentHashMap<>();

  RequestTemplates(String path, Headers headers) {
    this.path = path;
    this.headers = headers;
  }

  /** A request to that route of a backend, which has headers and no body yet. */
  Request of(Backend backend) {
    @Nullable Request known = templates.get(backend.uri());
    if (known != null) {
      return known;
    }
    if (templates.size() >= BACKENDS_MAX) {
      templates.clear();
    }
    Request template = new Request.Builder()
        .url(HttpUrl.get(backend.uri() + path))
        .headers(headers)
        .build();
    templates.put(backend.uri(), template);
    return template;
  }

  int size() {
    return templates.size();
  }
}
