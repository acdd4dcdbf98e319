package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineStats;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Several engine servers behind the router of a training framework, all in this process: requests
 * with the same session go to the same server, others take turns.
 */
public final class RouterServer implements AutoCloseable {

  private final List<EngineServer> servers;
  private final RouterHandler handler;
  private final Server jetty = new Server();
  private final ServerConnector connector = Loopback.connector(jetty, /* port= */ 0);

  private RouterServer(RouterKind kind, List<EngineServer> servers) {
    this.servers = servers;
    jetty.addConnector(connector);
    this.handler = new RouterHandler(kind, servers);
    jetty.setHandler(handler);
  }

  /**
   * Starts servers and a router in front of them, on free ports.
   *
   * @param kind whose router
   * @param options of each server, but for the dialect, which is the router's
   * @param count how many servers
   * @return the router
   */
  public static RouterServer start(RouterKind kind, EngineServerOptions options, int count) {
    List<EngineServer> servers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      servers.add(EngineServer.start(options.withPort(0).withDialect(kind.dialect())));
    }
    RouterServer router = new RouterServer(kind, servers);
    try {
      router.jetty.start();
    } catch (Exception e) {
      router.close();
      throw new IllegalStateException("cannot start the router", e);
    }
    return router;
  }

  /** Returns the address of the router, without a path. */
  public String url() {
    return Loopback.url(connector);
  }

  /** Returns a picture of each server's engine. */
  public List<EngineStats> stats() {
    return servers.stream().map(EngineServer::stats).toList();
  }

  /** Returns how often it was told that a session is over; SkyRL's is, slime's is not. */
  public long finishedSessions() {
    return handler.finishedSessions();
  }

  /** Stops the router, and then the servers. */
  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the router", e);
    } finally {
      servers.forEach(EngineServer::close);
    }
  }
}
