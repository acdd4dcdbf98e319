package io.thunder.examples.simulator.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that the client of a request closes its connection while the request is worked on.
 *
 * <p>Jetty does not read from an HTTP/1.1 connection between the end of a request and the end of
 * its answer, and so would notice only when a write fails. This watch waits for the connection to
 * become readable in that time: the end of the stream means that the client has gone, as it does for
 * vLLM's own server. Bytes of a next, pipelined request are put back for Jetty, and watching ends.
 *
 * <p>Must be opened after the request was read to its end, and closed before the answer is
 * complete, because Jetty then waits for the next request by the same means.
 */
final class DisconnectWatch implements Callback {

  private static final int PIPELINED_BYTES = 4_096;

  private final AbstractEndPoint endPoint;
  private final Connection connection;
  private final Runnable disconnected;
  private boolean closed;

  private DisconnectWatch(AbstractEndPoint endPoint, Connection connection, Runnable disconnected) {
    this.endPoint = endPoint;
    this.connection = connection;
    this.disconnected = disconnected;
  }

  /** Starts to watch; the action runs at most once, and not after {@link #close} has returned. */
  static DisconnectWatch open(Request request, Runnable disconnected) {
    Connection connection = request.getConnectionMetaData().getConnection();
    EndPoint endPoint = connection.getEndPoint();
    if (!(endPoint instanceof AbstractEndPoint readable)) {
      throw new IllegalStateException("cannot watch " + endPoint);
    }
    DisconnectWatch watch = new DisconnectWatch(readable, connection, disconnected);
    readable.tryFillInterested(watch);
    return watch;
  }

  /** Stops watching. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      endPoint.getFillInterest().onFail(new IOException("no longer watched"));
    }
  }

  @Override
  public synchronized void succeeded() {
    if (closed) {
      return;
    }
    closed = true;
    ByteBuffer buffer = BufferUtil.allocate(PIPELINED_BYTES);
    if (fill(buffer) < 0) {
      disconnected.run();
    } else if (buffer.hasRemaining() && connection instanceof Connection.UpgradeTo reader) {
      reader.onUpgradeTo(buffer);
    }
  }

  private int fill(ByteBuffer buffer) {
    try {
      return endPoint.fill(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public synchronized void failed(Throwable cause) {
    if (!closed) {
      closed = true;
      disconnected.run();
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /** Returns the failure of an exchange whose client has gone. */
  static EOFException gone() {
    return new EOFException("the client closed the connection");
  }
}
