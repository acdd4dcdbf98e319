package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

final class KeepAliveSocketsTest {

  @Test
  void createSocket_platformWithOptions_setsThem() throws IOException {
    try (Socket socket = new KeepAliveSockets(SocketFactory.getDefault()).createSocket()) {
      assertThat(socket.getKeepAlive()).isTrue();
      for (SocketOption<?> option : socket.supportedOptions()) {
        if (option.name().equals("TCP_KEEPIDLE")) {
          assertThat(socket.getOption(option)).isEqualTo(60);
        }
      }
    }
  }
}
