package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where backends take chat requests, parsed once for each. Thread-safe. */
final class ChatUrls {

  /** More backends than any fleet has; where they come and go, all are forgotten at so many. */
  static final int URLS_MAX = 4_096;

  private static final String PATH = "/v1/chat/completions";

  private final Map<URI, HttpUrl> urls = new ConcurrentHashMap<>();

  HttpUrl of(Backend backend) {
    @Nullable HttpUrl known = urls.get(backend.uri());
    if (known != null) {
      return known;
    }
    if (urls.size() >= URLS_MAX) {
      urls.clear();
    }
    HttpUrl url = HttpUrl.get(backend.uri() + PATH);
    urls.put(backend.uri(), url);
    return url;
  }

  int size() {
    return urls.size();
  }
}
