package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.InferenceEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An engine model behind HTTP on the loopback interface, in the shape of a vLLM or SGLang server, or
 * several as data-parallel ranks.
 *
 * <p>Three kinds of threads: Jetty's parse requests, one per engine runs it at a multiple of real time,
 * one writes what a step produced. No thread waits for a request, however long it queues; a client
 * that goes away takes its request out of the engine.
 */
public final class EngineServer implements AutoCloseable {

  private final EngineServerOptions options;
  private final ExecutorService delivery;
  private final List<Pacer> pacers = new ArrayList<>();
  private final EngineRanks ranks;
  private final Handler api;
  private final Server jetty;
  private final ServerConnector connector;

  private EngineServer(EngineServerOptions options, UnaryOperator<Handler> wrapping) {
    this.options = options;
    this.delivery = Executors.newSingleThreadExecutor(task -> {
      Thread thread = new Thread(task, "engine-delivery");
      thread.setDaemon(true);
      return thread;
    });
    this.ranks = new EngineRanks(loops());
    this.jetty = new Server();
    this.connector = Loopback.connector(jetty, options.port());
    InstantSource clock = InstantSource.system();
    AtomicLong ids = new AtomicLong();
    ChatCompletions chat = new ChatCompletions(options, ranks, ids, delivery, clock);
    TokenCompletions tokens = new TokenCompletions(options, ranks, ids);
    this.api = new ApiHandler(options, ranks, chat, tokens, clock);
    jetty.addConnector(connector);
    jetty.setHandler(wrapping.apply(api));
  }

  private List<EngineLoop> loops() {
    List<EngineLoop> loops = new ArrayList<>();
    for (int rank = 0; rank < options.ranks(); rank++) {
      Pacer pacer = new Pacer(WallClock.SYSTEM, options.speed());
      pacers.add(pacer);
      InferenceEngine engine = options.dialect().engine().create(options.preset());
      loops.add(new EngineLoop(engine, pacer, delivery));
    }
    return loops;
  }

  /**
   * Starts a server.
   *
   * @throws UncheckedIOException if the port is in use; the message says which
   */
  public static EngineServer start(EngineServerOptions options) {
    return start(options, UnaryOperator.identity());
  }

  /**
   * Starts a server with something in front of it, such as faults.
   *
   * @param wrapping gets the handler of all requests, returns the one to put in its place
   * @throws UncheckedIOException if the port is in use; the message says which
   */
  public static EngineServer start(EngineServerOptions options, UnaryOperator<Handler> wrapping) {
    EngineServer server = new EngineServer(options, wrapping);
    try {
      server.connector.open();
      server.jetty.start();
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(cannotListen(options, e), e);
    } catch (Exception e) {
      server.close();
      throw new IllegalStateException("cannot start the engine server", e);
    }
    server.ranks.start();
    return server;
  }

  private static String cannotListen(EngineServerOptions options, IOException cause) {
    boolean inUse = cause instanceof BindException || cause.getCause() instanceof BindException;
    return "cannot listen on " + Loopback.HOST + ":" + options.port()
        + (inUse ? ", the port is in use" : "");
  }

  /** Returns the port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Returns the address of the server, without a path. */
  public String url() {
    return Loopback.url(connector);
  }

  /** Returns what answers its requests, for a router in the same process. */
  Handler api() {
    return api;
  }

  /** Returns how it was started. */
  public EngineServerOptions options() {
    return options;
  }

  /** Returns a picture of the engine, after its last step or command; of several, the first one's. */
  public EngineStats stats() {
    return rankStats().get(0);
  }

  /** Returns a picture of each engine, by rank. */
  public List<EngineStats> rankStats() {
    return ranks.stats();
  }

  /** Returns whether the machine keeps up with the engine's clock; of several, the latest one's. */
  public PaceReport pace() {
    return pacers.stream()
        .map(Pacer::report)
        .max(Comparator.comparingDouble(PaceReport::lateShare))
        .orElseThrow();
  }

  /**
   * Dies as a killed process does: refuses connections, resets those that are open, answers nothing
   * more. The threads end as with {@link #close}.
   */
  public void kill() {
    connector.close();
    connector.getConnectedEndPoints().forEach(Connections::reset);
    close();
  }

  /** Stops listening, drops all connections, and ends the threads; later calls do nothing. */
  @Override
  public void close() {
    ranks.stop();
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the engine server", e);
    } finally {
      delivery.shutdown();
    }
  }
}
