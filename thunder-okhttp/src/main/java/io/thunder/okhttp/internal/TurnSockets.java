package io.thunder.okhttp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import javax.net.SocketFactory;

/**
 * Makes sockets for long silences and for long prompts.
 *
 * <p>The operating system checks a connection while it is silent: a turn that is not streamed may be
 * silent for many minutes, and without the checks a host that vanished is noticed only at the read
 * timeout, and routers and load balancers drop connections that were silent for some 5 minutes.
 *
 * <p>Nagle's algorithm is off: OkHttp writes a prompt in pieces of 8 KB, and the end of a piece that
 * fills no packet would wait for the acknowledgement of the one before, which the other side delays
 * by up to 40 ms.
 */
final class TurnSockets extends SocketFactory {

  /**
   * First check after a minute, given up after another. By name, since the options are those of the
   * platform; one that it does not have is left at its default.
   */
  private static final Map<String, Integer> OPTIONS =
      Map.of("TCP_KEEPIDLE", 60, "TCP_KEEPINTERVAL", 15, "TCP_KEEPCOUNT", 4);

  private final SocketFactory sockets;
  private final boolean largeWrites;

  /**
   * Prepares the sockets of another factory.
   *
   * @param largeWrites whether sockets of the default one may put several writes into one
   */
  TurnSockets(SocketFactory sockets, boolean largeWrites) {
    this.sockets = sockets;
    this.largeWrites = largeWrites;
  }

  @Override
  public Socket createSocket() throws IOException {
    // What a caller's factory makes is not limited.
    boolean own = sockets.equals(SocketFactory.getDefault());
    return prepared(own ? ReadLimit.socket(largeWrites) : sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return prepared(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return prepared(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return prepared(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return prepared(sockets.createSocket(host, port, local, localPort));
  }

  private static Socket prepared(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    for (SocketOption<?> option : socket.supportedOptions()) {
      Integer value = OPTIONS.get(option.name());
      if (value != null && option.type() == Integer.class) {
        @SuppressWarnings("unchecked")
        SocketOption<Integer> number = (SocketOption<Integer>) option;
        socket.setOption(number, value);
      }
    }
    return socket;
  }
}
