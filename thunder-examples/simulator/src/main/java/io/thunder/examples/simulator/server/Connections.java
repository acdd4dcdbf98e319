package io.thunder.examples.simulator.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** Breaks connections. */
public final class Connections {

  private Connections() {}

  /**
   * Resets a request's connection, so that its client sees no orderly end.
   *
   * @param request the request
   * @param callback fails then
   */
  public static void reset(Request request, Callback callback) {
    reset(request.getConnectionMetaData().getConnection().getEndPoint());
    callback.failed(new IOException("reset on purpose"));
  }

  static void reset(EndPoint endPoint) {
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close() then sends a reset
      } catch (IOException closed) {
        // It is broken already.
      }
    }
    endPoint.close();
  }
}
