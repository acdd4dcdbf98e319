package io.thunder.backend;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * One engine endpoint, as configured. Immutable.
 *
 * @param id the backend's name, unique within a client
 * @param kind which engine it is
 * @param uri the root of the server, without {@code /v1}; http or https, no user info, no query
 * @param capacityTokens the size of the KV cache in tokens; 0 means that it is read from the engine
 */
public record Backend(BackendId id, BackendKind kind, URI uri, long capacityTokens) {

  /** Checks and normalises: a trailing slash or {@code /v1} is dropped from the URL. */
  public Backend {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    uri = normalised(Objects.requireNonNull(uri, "uri"));
    TokenCounts.checked(capacityTokens, "capacityTokens of backend " + id);
  }

  /**
   * A vLLM server.
   *
   * @param url its root, such as {@code http://gpu1:8000}; a trailing {@code /v1} is accepted
   * @return a backend named after host and port, whose capacity is read from the engine
   * @throws IllegalArgumentException if the URL is not an absolute http(s) URL, or carries user
   *     info (put credentials into the transport's headers instead)
   */
  public static Backend vllm(String url) {
    URI uri = normalised(parse(url));
    return new Backend(new BackendId(uri.getAuthority() + uri.getPath()), BackendKind.VLLM, uri, 0);
  }

  /**
   * This backend under another name.
   *
   * @param name the new name
   * @return a copy
   */
  public Backend withId(String name) {
    return new Backend(new BackendId(name), kind, uri, capacityTokens);
  }

  /**
   * This backend with a capacity that is given instead of read from the engine.
   *
   * @param tokens KV cache tokens, &gt; 0; or 0 to read it from the engine
   * @return a copy
   */
  public Backend withCapacityTokens(long tokens) {
    return new Backend(id, kind, uri, tokens);
  }

  private static URI parse(String url) {
    String text = Objects.requireNonNull(url, "url").strip();
    try {
      return new URI(text);
    } catch (URISyntaxException e) { // not kept as a cause, since it repeats the URL
      throw new IllegalArgumentException("not a URL: " + withoutSecrets(text));
    }
  }

  private static URI normalised(URI uri) {
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "a backend URL must carry no user info and no query (host " + uri.getHost() + ")");
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if ((!http && !"https".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "not an absolute http(s) URL: " + withoutSecrets(uri.toString()));
    }
    String path = uri.getRawPath().replaceAll("/+$", "").replaceAll("/v1$", "");
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path);
  }

  /** Cuts what may be user info or a query, however broken the URL is. */
  private static String withoutSecrets(String url) {
    int query = url.indexOf('?');
    String head = query < 0 ? url : url.substring(0, query) + "?***";
    int userInfoEnd = head.lastIndexOf('@');
    return userInfoEnd < 0 ? head : "***" + head.substring(userInfoEnd);
  }
}
