package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thunder.chat.ChatMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is compared must be comparable. */
final class ArmsTest {

  private final List<ChatMessage> messages = Prompt.of(3, 500);
  private final List<String> bodies = new ArrayList<>();
  private final List<Headers> headers = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> send(exchange, new byte[0]));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void chat_threeArms_sendTheSameAndReadTheSame() throws IOException {
    answerWith("application/json", LoopbackServer.ANSWER);
    try (Arms arms = Arms.ofChat(url(), messages)) {
      assertThat(textLengths(arms)).hasSize(2).containsOnly(77);
    }
    assertSame();
  }

  @Test
  void stream_threeArms_sendTheSameAndReadTheSame() throws IOException {
    answerWith("text/event-stream", LoopbackServer.STREAM);
    try (Arms arms = Arms.ofStream(url(), messages)) {
      assertThat(textLengths(arms))
          .hasSize(2)
          .containsOnly((LoopbackServer.STREAM_CHUNKS - 1) * " loop".length());
    }
    assertSame();
  }

  @Test
  void takeTurns_loopbackServer_everyArmIsMeasured() throws IOException {
    try (LoopbackServer loopback = LoopbackServer.start();
        Arms chat = Arms.ofChat(loopback.url(), messages);
        Arms stream = Arms.ofStream(loopback.streamingUrl(), messages)) {
      for (Arms arms : List.of(chat, stream)) {
        arms.takeTurns(1, 2, 3);
        assertThat(arms.all()).allSatisfy(arm -> {
          assertThat(arm.nanos().getTotalCount()).isEqualTo(6);
          assertThat(arm.firstNanos().getTotalCount()).isEqualTo(2);
          assertThat(arm.allocatedByCaller()).isPositive();
          assertThat(arm.allocated()).isGreaterThanOrEqualTo(arm.allocatedByCaller());
        });
      }
    }
  }

  /** The bare arm, which does not look into the answer, is called but not compared. */
  private static List<Integer> textLengths(Arms arms) throws IOException {
    arms.bare().caller().call();
    List<Integer> lengths = new ArrayList<>();
    for (Arm arm : arms.all()) {
      if (!arm.equals(arms.bare())) {
        lengths.add(arm.caller().call());
      }
    }
    return lengths;
  }

  private void assertSame() {
    assertThat(bodies).hasSize(3);
    assertThat(bodies).containsOnly(bodies.get(0));
    assertThat(headers).containsOnly(headers.get(0));
    assertThat(bodies.get(0)).contains("def total(prices)");
  }

  private void answerWith(String type, String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    server.createContext("/v1/chat/completions", exchange -> {
      headers.add(exchange.getRequestHeaders());
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.getResponseHeaders().set("Content-Type", type);
      send(exchange, bytes);
    });
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
