package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineModel;
import io.thunder.examples.simulator.EngineStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An engine model behind HTTP on the loopback interface, in the shape of a vLLM server.
 *
 * <p>Three kinds of threads: Jetty's parse requests, one runs the engine at a multiple of real time,
 * one writes what a step produced. No thread waits for a request, however long it queues; a client
 * that goes away takes its request out of the engine.
 */
public final class EngineServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ACCEPT_QUEUE = 4_096;

  /** Requests may wait for as long as they like, so only idle connections are ever timed out. */
  private static final long IDLE_TIMEOUT_MILLIS = 600_000;

  private final EngineServerOptions options;
  private final ExecutorService delivery;
  private final Pacer pacer;
  private final EngineLoop loop;
  private final Server jetty;
  private final ServerConnector connector;

  private EngineServer(EngineServerOptions options, UnaryOperator<Handler> wrapping) {
    this.options = options;
    this.delivery = Executors.newSingleThreadExecutor(task -> {
      Thread thread = new Thread(task, "engine-delivery");
      thread.setDaemon(true);
      return thread;
    });
    this.pacer = new Pacer(WallClock.SYSTEM, options.speed());
    this.loop = new EngineLoop(new EngineModel(options.preset()), pacer, delivery);
    this.jetty = new Server();
    this.connector = connector(jetty, options.port());
    InstantSource clock = InstantSource.system();
    ChatCompletions chat = new ChatCompletions(options.preset(), loop, delivery, clock);
    jetty.addConnector(connector);
    jetty.setHandler(wrapping.apply(new ApiHandler(options, loop, chat, clock)));
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
    server.loop.start();
    return server;
  }

  private static String cannotListen(EngineServerOptions options, IOException cause) {
    boolean inUse = cause instanceof BindException || cause.getCause() instanceof BindException;
    return "cannot listen on " + LOOPBACK + ":" + options.port()
        + (inUse ? ", the port is in use" : "");
  }

  private static ServerConnector connector(Server server, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    return connector;
  }

  /** Returns the port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Returns the address of the server, without a path. */
  public String url() {
    return "http://" + LOOPBACK + ":" + port();
  }

  /** Returns how it was started. */
  public EngineServerOptions options() {
    return options;
  }

  /** Returns a picture of the engine, after its last step or command. */
  public EngineStats stats() {
    return loop.stats();
  }

  /** Returns whether the machine keeps up with the engine's clock. */
  public PaceReport pace() {
    return pacer.report();
  }

  /** Stops listening, drops all connections, and ends the threads; later calls do nothing. */
  @Override
  public void close() {
    loop.stop();
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the engine server", e);
    } finally {
      delivery.shutdown();
    }
  }
}
