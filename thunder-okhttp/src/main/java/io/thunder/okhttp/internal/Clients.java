package io.thunder.okhttp.internal;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The OkHttp clients of a transport, derived from the caller's without touching it. */
final class Clients {

  /**
   * How long an idle connection is kept: less than the 5 seconds after which uvicorn, and so vLLM,
   * closes it, so that a turn is not sent into a connection that is just being closed.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

  /** Idle connections kept; a burst of turns ends and the next one finds them open. */
  private static final int IDLE_CONNECTIONS_MAX = 1_024;

  /** How long an engine may take to stop computing, or to go on. */
  private static final Duration CONTROL_TIMEOUT = Duration.ofMinutes(1);

  /** How long a router may take to forget a program. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  /** Programs that one router is told of at a time: many end together. */
  private static final int SESSIONS_MAX = 64;

  private final ExecutorService executor = DaemonExecutor.create();
  private final ConnectionPool pool =
      new ConnectionPool(IDLE_CONNECTIONS_MAX, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
  private final OkHttpClient turns;
  private final OkHttpClient watchedTurns;
  private final boolean plainIsHttp1;
  private final OkHttpClient probes;
  private final OkHttpClient controls;
  private final OkHttpClient sessions;

  Clients(Settings settings) {
    turns = settings
        .client()
        .newBuilder()
        .dispatcher(unlimited(executor))
        .connectionPool(pool)
        .socketFactory(new TurnSockets(settings.client().socketFactory(), isPlainHttp1(settings)))
        .connectTimeout(settings.connectTimeout())
        .readTimeout(settings.readTimeout())
        .writeTimeout(Patience.SENDING_MAX)
        .callTimeout(settings.turnTimeout())
        .followRedirects(false)
        .followSslRedirects(false)
        // What may be repeated is decided in TurnBody.
        .retryOnConnectionFailure(true)
        .eventListenerFactory(TurnEvents.after(settings.client().eventListenerFactory()))
        .build();
    watchedTurns = turns
        .newBuilder()
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .callTimeout(Duration.ZERO)
        .build();
    plainIsHttp1 = isPlainHttp1(settings);
    probes = turns
        .newBuilder()
        .readTimeout(settings.probeTimeout())
        .callTimeout(settings.probeTimeout())
        .build();
    controls = turns
        .newBuilder()
        // Each call on a connection of its own: a pooled one may be stale, and it is not sent
        // again.
        .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
        .readTimeout(CONTROL_TIMEOUT)
        .callTimeout(CONTROL_TIMEOUT)
        .build();
    Dispatcher few = new Dispatcher(executor);
    few.setMaxRequestsPerHost(SESSIONS_MAX);
    sessions = turns
        .newBuilder()
        .dispatcher(few)
        .readTimeout(SESSION_TIMEOUT)
        .callTimeout(SESSION_TIMEOUT)
        .build();
  }

  /**
   * For turns to a server. Without OkHttp's own timeouts, which {@link TurnWatch} replaces, where that
   * is safe: under TLS a cancelled call may still be in its handshake, which only they would end, and
   * under HTTP/2 they tell OkHttp that a connection is dead, which other turns use.
   */
  OkHttpClient turns(URI server) {
    return plainIsHttp1 && "http".equals(server.getScheme()) ? watchedTurns : turns;
  }

  /** For probes, which are given up sooner. */
  OkHttpClient probes() {
    return probes;
  }

  /** For controlling engines. */
  OkHttpClient controls() {
    return controls;
  }

  /** For telling routers of programs that are over, a few at a time. */
  OkHttpClient sessions() {
    return sessions;
  }

  /** Ends threads and idle connections. */
  void close() {
    turns.dispatcher().cancelAll();
    sessions.dispatcher().cancelAll();
    executor.shutdown();
    pool.evictAll();
  }

  /**
   * Whether nothing but HTTP/1.1 is spoken without TLS. Under HTTP/2 the other side may have to see
   * what was written before OkHttp flushes it, since it says how much more may come; under TLS each
   * record is flushed.
   */
  private static boolean isPlainHttp1(Settings settings) {
    return !settings.client().protocols().contains(Protocol.H2_PRIOR_KNOWLEDGE);
  }

  /** OkHttp allows 5 concurrent calls per host, behind which turns would queue unseen. */
  private static Dispatcher unlimited(ExecutorService executor) {
    Dispatcher dispatcher = new Dispatcher(executor);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }
}
