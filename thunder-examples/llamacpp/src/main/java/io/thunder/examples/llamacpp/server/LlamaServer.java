package io.thunder.examples.llamacpp.server;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.engine.LlamaEngine;
import java.io.IOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Serves an engine on the loopback interface. Each chat completion has a thread of its own while it
 * waits for a slot and while its answer is computed.
 */
public final class LlamaServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ACCEPT_QUEUE = 4_096;

  /** Requests may wait for as long as they like, so only idle connections are ever timed out. */
  private static final long IDLE_TIMEOUT_MILLIS = 600_000;

  private final Server jetty = new Server();
  private final ServerConnector connector;
  private final ExecutorService completions = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "llamacpp-completion");
    thread.setDaemon(true);
    return thread;
  });

  private LlamaServer(int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    jetty.addConnector(connector);
  }

  /**
   * Takes a port. Connections wait until {@link #serve}.
   *
   * @param port the port, 0 for any that is free
   * @return a server
   * @throws IOException if the port is in use; the message says which
   */
  public static LlamaServer bind(int port) throws IOException {
    LlamaServer server = new LlamaServer(port);
    try {
      server.connector.open();
      return server;
    } catch (IOException e) {
      server.close();
      boolean inUse = e instanceof BindException || e.getCause() instanceof BindException;
      throw new IOException(
          "cannot listen on " + LOOPBACK + ":" + port + (inUse ? ", the port is in use" : ""), e);
    }
  }

  /**
   * Starts to answer requests.
   *
   * @param engine what answers them
   * @param options how it was started
   */
  public void serve(LlamaEngine engine, EngineOptions options) {
    InstantSource clock = InstantSource.system();
    jetty.setHandler(new ApiHandler(engine, options, completions, clock));
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot start the server", e);
    }
  }

  /**
   * The address of the server.
   *
   * @return the URL, without a path
   */
  public String url() {
    return "http://" + LOOPBACK + ":" + connector.getLocalPort();
  }

  /** Stops listening and drops all connections. */
  @Override
  public void close() {
    try {
      jetty.stop();
      connector.close();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the server", e);
    } finally {
      completions.shutdownNow();
    }
  }
}
