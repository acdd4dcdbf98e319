package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

final class TurnSocketsTest {

  @Test
  void createSocket_always_isReadyForSilenceAndLongPrompts() throws IOException {
    try (Socket socket = new TurnSockets(SocketFactory.getDefault(), true).createSocket()) {
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(socket.getKeepAlive()).isTrue();
      for (SocketOption<?> option : socket.supportedOptions()) {
        if (option.name().equals("TCP_KEEPIDLE")) {
          assertThat(socket.getOption(option)).isEqualTo(60);
        }
      }
    }
  }
}
