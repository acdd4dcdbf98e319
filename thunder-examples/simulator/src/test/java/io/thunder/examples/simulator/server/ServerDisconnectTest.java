package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.FinishReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine runs in real time here, so that answers take minutes. */
final class ServerDisconnectTest {

  private static final String LONG = ",\"max_tokens\":20000,\"ignore_eos\":true";

  private EngineServer server;

  @BeforeEach
  void start() {
    server = EngineServer.start(EngineServerOptions.of(EnginePresets.Q8));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void disconnect_whileItWaitsForThePlainAnswer_freesTheBlocks() throws Exception {
    try (Socket socket = send(ServerClient.body("wait", LONG))) {
      awaitRunning(1);
      assertThat(socket.isConnected()).isTrue();
    }

    awaitRunning(0);
    assertThat(server.stats().finished()).containsEntry(FinishReason.ABORT, 1L);
    assertThat(server.stats().kvCacheUsage()).isZero();
  }

  @Test
  void disconnect_inTheStream_freesTheBlocks() throws Exception {
    try (Socket socket = send(ServerClient.body("stream", LONG + ",\"stream\":true"))) {
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");
      awaitRunning(1);
      assertThat(socket.isConnected()).isTrue();
    }

    awaitRunning(0);
    assertThat(server.stats().finished()).containsEntry(FinishReason.ABORT, 1L);
  }

  @Test
  void disconnect_ofOne_leavesTheOther() throws Exception {
    ServerClient client = new ServerClient(server);
    try (Socket socket = send(ServerClient.body("wait", LONG))) {
      awaitRunning(1);
      assertThat(socket.isConnected()).isTrue();
    }
    assertThat(client.chat(ServerClient.body("short", ",\"max_tokens\":2")).has("usage"))
        .isTrue();

    awaitRunning(0);
    assertThat(server.stats().finished())
        .containsEntry(FinishReason.ABORT, 1L)
        .containsEntry(FinishReason.LENGTH, 1L);
  }

  @Test
  void pipelinedRequest_duringTheFirst_isAnsweredToo() throws Exception {
    String more = ",\"ignore_eos\":true,\"max_tokens\":";
    try (Socket socket = send(ServerClient.body("one", more + 200))) { // seconds
      awaitRunning(1);
      socket.getOutputStream().write(http("POST", ServerClient.body("two", more + 2)));
      InputStream in = socket.getInputStream();
      StringBuilder seen = new StringBuilder();
      while (seen.toString().split("HTTP/1.1 200 OK", -1).length < 3) {
        int next = in.read();
        assertThat(next).as("end of stream after: " + seen).isNotNegative();
        seen.append((char) next);
      }
    }
  }

  @Test
  void close_withRequestInFlight_endsItsConnection() throws Exception {
    try (Socket socket = send(ServerClient.body("wait", LONG))) {
      awaitRunning(1);

      server.close();

      byte[] rest = socket.getInputStream().readAllBytes(); // the connection ends
      assertThat(new String(rest, StandardCharsets.US_ASCII)).doesNotContain("200 OK");
    }
  }

  private void awaitRunning(int count) {
    ServerClient.await(count + " running", () -> server.stats().running() == count);
  }

  private Socket send(String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(http("POST", body));
    return socket;
  }

  private static byte[] http(String method, String body) {
    return (method + " /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + body.length() + "\r\n\r\n" + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
