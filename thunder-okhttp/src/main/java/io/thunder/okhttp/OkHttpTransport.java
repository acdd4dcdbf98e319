package io.thunder.okhttp;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.backend.ModelPool;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.okhttp.internal.HttpTransport;
import io.thunder.okhttp.internal.Settings;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.EngineControl;
import io.thunder.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Headers;
import okhttp3.OkHttpClient;

/**
 * Sends turns to OpenAI-compatible engines over HTTP, with OkHttp. Thread-safe; one transport serves
 * any number of backends and threads.
 *
 * <p>{@link #chat} and {@link #stream} run on the calling thread, platform or virtual, without a hop
 * to another one. {@link #chatAsync} and {@link #probe} complete their futures on threads of the
 * transport, which are daemons (virtual ones on JDK 21 and later); what depends on them should be
 * short or run elsewhere. Cancelling a turn in any way (its signal, an interrupt of the thread that
 * waits, the future, closing the stream or the transport) closes its connection, upon which the
 * engine stops computing it.
 *
 * <p>A turn is sent once. The only exception is a pooled connection that breaks within a second of
 * sending and before any response: the server had closed it while it was idle, and the turn is sent
 * once more on another.
 */
public final class OkHttpTransport implements Transport {

  private final HttpTransport http;

  private OkHttpTransport(HttpTransport http) {
    this.http = http;
  }

  /**
   * A transport with all defaults, see {@link #builder()}.
   *
   * @return the transport
   */
  public static OkHttpTransport create() {
    return builder().build();
  }

  /**
   * A builder with these defaults: no credentials and no extra headers, 10 seconds to connect, 30
   * minutes of silence, 1 hour for a whole turn, 5 seconds for a probe, answers of up to 64 MiB.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    return http.chat(backend, request, cancel);
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    return http.chatAsync(backend, request, cancel);
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    return http.stream(backend, request, cancel);
  }

  /**
   * Sends a turn in tokens: {@code POST /inference/v1/generate} of vLLM and SkyRL, {@code POST
   * /generate} of SGLang and slime.
   */
  @Override
  public TokenResponse generate(Backend backend, TokenRequest request, CancelSignal cancel) {
    return http.generate(backend, request, cancel);
  }

  @Override
  public CompletableFuture<TokenResponse> generateAsync(
      Backend backend, TokenRequest request, CancelSignal cancel) {
    return http.generateAsync(backend, request, cancel);
  }

  /**
   * Controls engines, with the transport's credentials, for a minute at most. vLLM allows it in
   * development mode only ({@code VLLM_SERVER_DEV_MODE=1}). Servers behind a router are asked without
   * credentials; where they want some, add them as backends with {@link BackendSources#router}.
   */
  @Override
  public Optional<EngineControl> control() {
    return http.control();
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    return http.probe(backend);
  }

  /**
   * Asks which models a backend serves ({@code GET /v1/models}).
   *
   * @param backend which
   * @return their names to come, in the server's order, adapters included; fails with {@code
   *     BackendUnavailableException} if there is no such list
   */
  public CompletableFuture<List<String>> models(Backend backend) {
    return http.models(backend);
  }

  /**
   * Finds out which models there are, by asking all backends at once what they serve ({@code GET
   * /v1/models}), within the probe timeout. Backends that serve the same models are one pool; its first
   * model is the one that its first backend lists first, the base model of adapters.
   *
   * <p>All must answer. To begin without one that does not would lose its cache, and refuse its models
   * as unknown, for as long as the pools live: ask again later, or name its pool by hand, which may
   * well be down when it is built.
   *
   * @param backends which, at least one
   * @return the pools to come, in the order of their first backends; fails with {@code
   *     BackendUnavailableException}, which says which backends did not answer or list no model, and
   *     with {@link IllegalStateException} if two backends serve a model in common but not the same
   *     models, so that neither one pool nor two would do: name these pools by hand
   * @throws IllegalArgumentException if there is no backend
   */
  public CompletableFuture<List<ModelPool>> pools(List<Backend> backends) {
    return http.pools(backends);
  }

  /**
   * Finds out which engine is behind a URL, by asking for pages that only one kind has.
   *
   * @param url the server's root, such as {@code http://gpu1:8000}
   * @return the backend to come; fails with {@code BackendUnavailableException} if nothing that is
   *     known answers there
   * @throws IllegalArgumentException if the URL is none, see {@link Backend#of}
   */
  public CompletableFuture<Backend> detect(String url) {
    return http.detect(url);
  }

  /** The servers that a router lists, see {@link BackendSources#router}. */
  CompletableFuture<List<Backend>> servers(Backend router) {
    return http.servers(router);
  }

  @Override
  public void close() {
    http.close();
  }

  /** Names timeouts and headers, but no header's value. */
  @Override
  public String toString() {
    return "OkHttpTransport[" + http + "]";
  }

  /** Builds an {@link OkHttpTransport}. Not thread-safe. */
  public static final class Builder {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration TURN_TIMEOUT = Duration.ofHours(1);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final long RESPONSE_BYTES_MAX = 64L * 1024 * 1024;

    /** OkHttp counts milliseconds in an int. */
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);

    private static final Duration TIMEOUT_MAX = Duration.ofDays(24);

    private static final String AUTHORIZATION = "Authorization";

    private OkHttpClient client = new OkHttpClient();
    private final Headers.Builder headers = new Headers.Builder();
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Duration readTimeout = READ_TIMEOUT;
    private Duration turnTimeout = TURN_TIMEOUT;
    private Duration probeTimeout = PROBE_TIMEOUT;
    private long responseBytesMax = RESPONSE_BYTES_MAX;

    private Builder() {}

    /**
     * Takes over another client's proxy, TLS, DNS, sockets, interceptors, authenticator and event
     * listener. Its timeouts, connection pool and dispatcher are not used, and it is not changed. What
     * an interceptor waits for counts towards {@link #turnTimeout}, and a whole answer that it reads
     * beforehand counts as silence.
     *
     * @param base the client to derive from
     * @return this
     */
    public Builder client(OkHttpClient base) {
      client = Objects.requireNonNull(base, "base");
      return this;
    }

    /**
     * Sends a key with every request, as {@code Authorization: Bearer}. It appears in no message
     * and no {@code toString()}.
     *
     * @param key the key, not blank
     * @return this
     */
    public Builder apiKey(String key) {
      if (key.isBlank()) {
        throw new IllegalArgumentException("an API key must not be blank");
      }
      return header(AUTHORIZATION, "Bearer " + key);
    }

    /**
     * Sends a header with every request, replacing an earlier value. A request's own header of the
     * same name goes first. The value appears in no message and no {@code toString()}.
     *
     * @param name the header's name, not {@code Accept-Encoding}: compression is the transport's
     * @param value the header's value
     * @return this
     */
    public Builder header(String name, String value) {
      if (name.toLowerCase(Locale.ROOT).equals("accept-encoding")) {
        throw new IllegalArgumentException("compression is the transport's: " + name);
      }
      try {
        headers.set(name, value);
      } catch (IllegalArgumentException e) {
        // OkHttp's message may quote the value; its cause is left out for the same reason.
        throw new IllegalArgumentException("not a valid HTTP header: '" + name + "'");
      }
      return this;
    }

    /**
     * Bounds opening a connection.
     *
     * @param timeout 1 millisecond to 24 days; 10 seconds by default
     * @return this
     */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = inRange("connectTimeout", timeout);
      return this;
    }

    /**
     * Bounds the silence while a turn runs. An engine that does not stream sends nothing until the
     * whole answer is computed, so this bounds its computing too. Noticed up to 50 ms late.
     *
     * @param timeout 1 millisecond to 24 days; 30 minutes by default
     * @return this
     */
    public Builder readTimeout(Duration timeout) {
      readTimeout = inRange("readTimeout", timeout);
      return this;
    }

    /**
     * Bounds a whole turn, from connecting to the last byte, time in the engine's queue included.
     * Noticed up to 50 ms late.
     *
     * @param timeout 1 millisecond to 24 days; 1 hour by default, four times a long turn of 15 minutes
     * @return this
     */
    public Builder turnTimeout(Duration timeout) {
      turnTimeout = inRange("turnTimeout", timeout);
      return this;
    }

    /**
     * Bounds each page that a probe asks for; a probe asks for up to three, one after the other.
     *
     * @param timeout 1 millisecond to 24 days; 5 seconds by default
     * @return this
     */
    public Builder probeTimeout(Duration timeout) {
      probeTimeout = inRange("probeTimeout", timeout);
      return this;
    }

    /**
     * Bounds what is held in memory: a whole answer, or one event of a streamed one.
     *
     * @param bytes positive; 64 MiB by default
     * @return this
     */
    public Builder maxResponseBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("maxResponseBytes must be >= 1, was " + bytes);
      }
      responseBytesMax = bytes;
      return this;
    }

    /**
     * Builds the transport.
     *
     * @return the transport, to be closed
     */
    public OkHttpTransport build() {
      Settings settings = new Settings(
          client,
          headers.build(),
          connectTimeout,
          readTimeout,
          turnTimeout,
          probeTimeout,
          responseBytesMax);
      return new OkHttpTransport(new HttpTransport(settings));
    }

    private static Duration inRange(String name, Duration timeout) {
      if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
        throw new IllegalArgumentException(
            name + " must be from " + TIMEOUT_MIN + " to " + TIMEOUT_MAX + ", was " + timeout);
      }
      return timeout;
    }
  }
}
