package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.transport.CancelSignal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One number means the same to every engine, though they count in opposite directions. */
final class PriorityTest {

  private static final String EVENTS = "data: {\"choices\":[]}\n\ndata: [DONE]\n\n";

  private final MockWebServer engine = new MockWebServer();
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final OkHttpTransport transport = OkHttpTransport.create();

  @BeforeEach
  void start() throws IOException {
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answer(request);
      }
    });
    engine.start();
    pages.put("/health", "");
    pages.put("/workers", "{\"workers\":[{\"url\":\"" + url() + "/w\"}]}");
    pages.put("/v1/chat/completions", "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");
    pages.put("/inference/v1/generate", "{\"choices\":[{\"token_ids\":[7]}]}");
    pages.put("/generate", "{\"output_ids\":[7],\"meta_info\":{}}");
  }

  private MockResponse answer(RecordedRequest request) {
    String page = pages.get(request.getTarget().replaceFirst("^/w/", "/"));
    boolean streamed = "text/event-stream".equals(request.getHeaders().get("Accept"));
    return new MockResponse.Builder()
        .code(page == null ? 404 : 200)
        .setHeader("Content-Type", streamed ? "text/event-stream" : "application/json")
        .body(streamed ? EVENTS : page == null ? "" : page)
        .build();
  }

  @AfterEach
  void stop() {
    transport.close();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({"VLLM, 3", "SKYRL, 3", "OPENAI, 3", "SGLANG, -3", "SLIME, -3"})
  void priority_ofATurn_isCountedAsTheEngineCounts(BackendKind kind, int sent) {
    Backend backend = Backend.of(kind, url());

    transport.chat(backend, chat(), new CancelSignal());
    assertThat(sent()).isEqualTo(sent);
    transport.chatAsync(backend, chat(), new CancelSignal()).join();
    assertThat(sent()).isEqualTo(sent);
    try (ChatStream stream = transport.stream(backend, chat(), new CancelSignal())) {
      stream.forEachRemaining(chunk -> {});
    }
    assertThat(sent()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"VLLM, 3", "SKYRL, 3", "SGLANG, -3", "SLIME, -3"})
  void priority_ofATurnInTokens_isCountedAlike(BackendKind kind, int sent) {
    Backend backend = Backend.of(kind, url());
    TokenRequest request = TokenRequest.builder(TokenIds.of(1, 2)).priority(3).build();

    transport.generate(backend, request, new CancelSignal());
    assertThat(sent()).isEqualTo(sent);
    transport.generateAsync(backend, request, new CancelSignal()).join();
    assertThat(sent()).isEqualTo(sent);
  }

  @ParameterizedTest
  @EnumSource(names = {"SGLANG", "SLIME"})
  void priority_serverThatTakesLowValuesFirst_isSentThem(BackendKind kind) {
    Backend backend = Backend.of(kind, url());

    assertThat(sentAfterProbe(backend, "{\"schedule_low_priority_values_first\":true}"))
        .isEqualTo(3);
    assertThat(sentAfterProbe(backend, "{}")).as("not said this time").isEqualTo(3);
    assertThat(sentAfterProbe(backend, "{\"schedule_low_priority_values_first\":false}"))
        .as("started anew")
        .isEqualTo(-3);
  }

  private Integer sentAfterProbe(Backend backend, String info) {
    pages.put("/server_info", info);
    assertThat(transport.probe(backend).join()).isNotNull();
    transport.chat(backend, chat(), new CancelSignal());
    return sent();
  }

  @Test
  void priority_asAField_isSentVerbatim() {
    ChatRequest request = ChatRequest.builder()
        .message(ChatMessage.user("hi"))
        .field("priority", new JsonText("3"))
        .build();

    transport.chat(Backend.sglang(url()), request, new CancelSignal());

    assertThat(sent()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(BackendKind.class)
  void priority_none_isNotSent(BackendKind kind) {
    ChatRequest request = ChatRequest.builder().message(ChatMessage.user("hi")).build();

    transport.chat(Backend.of(kind, url()), request, new CancelSignal());

    assertThat(sent()).isNull();
  }

  private static ChatRequest chat() {
    return ChatRequest.builder().message(ChatMessage.user("hi")).priority(3).build();
  }

  /** The priority of the next turn that was sent, null if it had none. */
  private Integer sent() {
    try {
      RecordedRequest request = engine.takeRequest();
      while (!request.getMethod().equals("POST")) {
        request = engine.takeRequest();
      }
      JsonElement priority =
          JsonParser.parseString(request.getBody().utf8()).getAsJsonObject().get("priority");
      return priority == null ? null : (Integer) priority.getAsInt();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String url() {
    return engine.url("/").toString().replaceAll("/$", "");
  }
}
