package io.thunder.examples.soak.engine;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** Breaks connections. */
final class Connections {

  private Connections() {}

  /** Resets a request's connection, so that its client sees no orderly end. */
  static void reset(Request request, Callback callback) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close() then sends a reset
      } catch (IOException closed) {
        // It is broken already.
      }
    }
    endPoint.close();
    callback.failed(new IOException("reset on purpose"));
  }
}
