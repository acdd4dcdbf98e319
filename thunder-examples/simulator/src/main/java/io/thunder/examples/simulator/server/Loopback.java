package io.thunder.examples.simulator.server;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** How servers listen: on the loopback interface only. */
final class Loopback {

  static final String HOST = "127.0.0.1";

  private static final int ACCEPT_QUEUE = 4_096;

  /** Requests may wait for as long as they like, so only idle connections are ever timed out. */
  private static final long IDLE_TIMEOUT_MILLIS = 600_000;

  private Loopback() {}

  static ServerConnector connector(Server server, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(HOST);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    return connector;
  }

  static String url(ServerConnector connector) {
    return "http://" + HOST + ":" + connector.getLocalPort();
  }
}
