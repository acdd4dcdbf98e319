package io.thunder.backend;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One engine endpoint, or one data-parallel rank of it, as configured. Immutable.
 *
 * @param id the backend's name, unique within a client
 * @param kind which engine it is
 * @param uri the root of the server, without {@code /v1}; http or https, no user info, no query
 * @param capacityTokens the size of the KV cache in tokens; 0 means that it is read from the engine
 * @param dataParallelRank which of the engines behind the URL takes the turns, counted from 0; null
 *     leaves that to the server, which spreads a program's turns, and so its cache, over all of them
 */
public record Backend(
    BackendId id,
    BackendKind kind,
    URI uri,
    long capacityTokens,
    @Nullable Integer dataParallelRank) {

  private static final int PORT_MAX = 65_535;

  /** Checks and normalises: a trailing slash or {@code /v1} is dropped from the URL. */
  public Backend {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    uri = normalised(Objects.requireNonNull(uri, "uri"));
    TokenCounts.checked(capacityTokens, "capacityTokens of backend " + id);
    if (dataParallelRank != null && dataParallelRank < 0) {
      throw new IllegalArgumentException(
          "dataParallelRank of backend " + id + " must be >= 0, was " + dataParallelRank);
    }
    if (dataParallelRank != null && kind.sessionHeader() != null) {
      throw new IllegalArgumentException("backend " + id + " is a " + kind
          + " router, which chooses among its engines itself: it has no ranks");
    }
  }

  /**
   * A server of a kind that is known at run time only.
   *
   * @param kind which engine it is
   * @param url its root, such as {@code http://gpu1:8000}; a trailing {@code /v1} is accepted
   * @return a backend named after host and port, whose capacity is read from the engine
   * @throws IllegalArgumentException if the URL is not an absolute http(s) URL, or carries user
   *     info (put credentials into the transport's headers instead)
   */
  public static Backend of(BackendKind kind, String url) {
    URI uri = normalised(parse(url));
    return new Backend(new BackendId(uri.getAuthority() + uri.getPath()), kind, uri, 0, null);
  }

  /**
   * A vLLM server.
   *
   * @param url its root, such as {@code http://gpu1:8000}
   * @return a backend as {@link #of} makes it
   */
  public static Backend vllm(String url) {
    return of(BackendKind.VLLM, url);
  }

  /**
   * An SGLang server.
   *
   * @param url its root, such as {@code http://gpu1:30000}
   * @return a backend as {@link #of} makes it
   */
  public static Backend sglang(String url) {
    return of(BackendKind.SGLANG, url);
  }

  /**
   * A SkyRL router and the vLLM servers behind it.
   *
   * @param url the router's root
   * @return a backend as {@link #of} makes it; its capacity is that of all servers together
   */
  public static Backend skyrl(String url) {
    return of(BackendKind.SKYRL, url);
  }

  /**
   * A slime router, or an SGLang gateway, and the SGLang workers behind it.
   *
   * @param url the router's root
   * @return a backend as {@link #of} makes it; its capacity is that of all workers together
   */
  public static Backend slime(String url) {
    return of(BackendKind.SLIME, url);
  }

  /**
   * Any other server with OpenAI-compatible routes. It shows no capacity: give one with {@link
   * #withCapacityTokens}, or the client assumes one.
   *
   * @param url its root
   * @return a backend as {@link #of} makes it
   */
  public static Backend openAi(String url) {
    return of(BackendKind.OPENAI, url);
  }

  /**
   * This backend under another name.
   *
   * @param name the new name
   * @return a copy
   */
  public Backend withId(String name) {
    return new Backend(new BackendId(name), kind, uri, capacityTokens, dataParallelRank);
  }

  /**
   * This backend with a capacity that is given instead of read from the engine.
   *
   * @param tokens KV cache tokens, &gt; 0; or 0 to read it from the engine
   * @return a copy
   */
  public Backend withCapacityTokens(long tokens) {
    return new Backend(id, kind, uri, tokens, dataParallelRank);
  }

  /**
   * The data-parallel engines behind this URL, each as a backend of its own, so that a program stays
   * with the engine that has its cache. A capacity that was given is that of one engine.
   *
   * @param count how many there are: {@code --data-parallel-size} of vLLM, {@code --dp-size} of SGLang
   * @return as many backends, named after this one and the rank: {@code gpu1:8000#0}
   */
  public List<Backend> ranks(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("backend " + id + " must have >= 1 ranks, was " + count);
    }
    return IntStream.range(0, count)
        .mapToObj(
            rank -> new Backend(new BackendId(id + "#" + rank), kind, uri, capacityTokens, rank))
        .toList();
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
    if (uri.getPort() > PORT_MAX) {
      throw new IllegalArgumentException("the port of host " + uri.getHost() + " must be at most "
          + PORT_MAX + ", was " + uri.getPort());
    }
    String path = withoutSlashes(uri.getRawPath());
    path = path.endsWith("/v1") ? path.substring(0, path.length() - "/v1".length()) : path;
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path);
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** Cuts what may be user info or a query, however broken the URL is. */
  private static String withoutSecrets(String url) {
    int query = url.indexOf('?');
    String head = query < 0 ? url : url.substring(0, query) + "?***";
    int userInfoEnd = head.lastIndexOf('@');
    return userInfoEnd < 0 ? head : "***" + head.substring(userInfoEnd);
  }
}
