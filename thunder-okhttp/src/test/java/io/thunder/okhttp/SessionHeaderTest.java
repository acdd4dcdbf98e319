package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tells a router whose turn it is. */
final class SessionHeaderTest {

  private static final String TURNS = "/v1/chat/completions";

  private final MockWebServer engine = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answer(request);
      }
    });
    engine.start();
  }

  /** Answers as any kind of engine, and as a router in front of itself. */
  private MockResponse answer(RecordedRequest request) {
    String self = engine.url("/").toString().replaceAll("/$", "");
    boolean streamed = "text/event-stream".equals(request.getHeaders().get("Accept"));
    String body =
        switch (request.getTarget()) {
          case TURNS ->
            streamed
                ? "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\ndata: [DONE]\n\n"
                : "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";
          case "/servers" -> "{\"servers\":[\"" + self + "\"]}";
          case "/workers" -> "{\"workers\":[{\"url\":\"" + self + "\"}]}";
          default -> "{}";
        };
    return new MockResponse.Builder()
        .setHeader("Content-Type", streamed ? "text/event-stream" : "application/json")
        .body(body)
        .build();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SKYRL, p-1, X-Session-ID, p-1",
    "SLIME, p-1, X-SMG-Routing-Key, p-1",
    "SLIME, Zürich 1, X-SMG-Routing-Key, Z%C3%BCrich+1",
    "SKYRL, p-1, X-SMG-Routing-Key,",
    "VLLM, p-1, X-Session-ID,",
    "SGLANG, p-1, X-SMG-Routing-Key,",
    "OPENAI, p-1, X-Session-ID,",
  })
  void turn_ofAnyKind_namesItsProgramToRouters(
      BackendKind kind, String program, String header, String value) throws Exception {
    try (ThunderClient thunder = client(kind)) {
      thunder.chat(program, request());
      assertThat(sent().get(header)).isEqualTo(value);

      thunder.chatAsync(program, request()).join();
      assertThat(sent().get(header)).isEqualTo(value);

      try (ChatStream stream = thunder.stream(program, request())) {
        stream.forEachRemaining(chunk -> {});
      }
      assertThat(sent().get(header)).isEqualTo(value);
    }
  }

  @Test
  void turn_headerOfItsCaller_isKept() throws Exception {
    try (ThunderClient thunder = client(BackendKind.SKYRL)) {
      thunder.chat("p", request().toBuilder().header("x-session-id", "mine").build());

      assertThat(sent().values("X-Session-ID")).containsExactly("mine");
    }
  }

  private ThunderClient client(BackendKind kind) {
    return ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(Backend.of(kind, engine.url("/").toString()))
        .probeInterval(Duration.ofHours(1))
        .build();
  }

  /** The headers of the next turn that was sent. */
  private Headers sent() throws InterruptedException {
    RecordedRequest request = engine.takeRequest();
    while (!request.getTarget().equals(TURNS)) {
      request = engine.takeRequest();
    }
    return request.getHeaders();
  }

  private static ChatRequest request() {
    return ChatRequest.of(List.of(ChatMessage.user("Hello")));
  }
}
