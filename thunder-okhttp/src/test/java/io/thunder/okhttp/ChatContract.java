package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.JsonText;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole answers: what is sent and what comes back. */
abstract class ChatContract extends TransportContract {

  @Test
  void chat_goodAnswer_returnsItWhole() {
    answerJson(200, ANSWER);

    ChatResponse response = transport().chat(backend(), request(), noCancel());

    assertThat(response.id()).isEqualTo("chatcmpl-1");
    assertThat(response.model()).isEqualTo("qwen");
    assertThat(response.text()).isEqualTo("Hi!");
    assertThat(response.finishReason()).isEqualTo("stop");
    assertThat(response.usage()).isEqualTo(new Usage(9, 3, null));
    assertThat(response.json()).isEqualTo(ANSWER);
  }

  @Test
  void chatAsync_goodAnswer_completesWithIt() {
    answerJson(200, ANSWER);

    ChatResponse response =
        transport().chatAsync(backend(), request(), noCancel()).join();

    assertThat(response.text()).isEqualTo("Hi!");
    assertThat(response.json()).isEqualTo(ANSWER);
  }

  @Test
  void chat_anyRequest_sendsEveryFieldVerbatim() {
    answerJson(200, ANSWER);
    ChatRequest request = ChatRequest.builder()
        .model("qwen")
        .message(ChatMessage.user("Héllo \ud83c\udf1f \ud83c \"x\""))
        .field("temperature", new JsonText("0.70"))
        .field("tools", new JsonText("[{ \"b\":1, \"a\":[] }]"))
        .field("program_id", JsonText.ofString("p/1"))
        .field("seed", new JsonText("7228414683750928001"))
        .build();

    transport().chat(backend(), request, noCancel());

    RecordedRequest received = received();
    assertThat(received.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(received.getHeaders().get("Content-Type")).isEqualTo("application/json");
    String body = bodyOf(received);
    assertThat(received.getHeaders().get("Content-Length"))
        .isEqualTo(Long.toString(received.getBodySize()));
    assertThat(body)
        .contains("\"temperature\":0.70")
        .contains("\"tools\":[{ \"b\":1, \"a\":[] }]")
        .contains("\"program_id\":\"p/1\"")
        .contains("\"seed\":7228414683750928001")
        .doesNotContain("\"stream\"");
    assertThat(JsonParser.parseString(body)
            .getAsJsonObject()
            .getAsJsonArray("messages")
            .get(0)
            .getAsJsonObject()
            .get("content")
            .getAsString())
        .isEqualTo("Héllo \ud83c\udf1f \ud83c \"x\"");
  }

  @Test
  void chat_longPrompt_arrivesWhole() {
    answerJson(200, ANSWER);
    String prompt = "line \"of\" text é\n".repeat(30_000);

    transport().chat(backend(), ChatRequest.of(List.of(ChatMessage.user(prompt))), noCancel());

    String body = bodyOf(received());
    assertThat(JsonParser.parseString(body)
            .getAsJsonObject()
            .getAsJsonArray("messages")
            .get(0)
            .getAsJsonObject()
            .get("content")
            .getAsString())
        .isEqualTo(prompt);
  }

  @Test
  void chat_headersAndKey_areSent() {
    answerJson(200, ANSWER);
    ChatRequest request = request().toBuilder()
        .header("X-Session-ID", "s-1")
        .header("Priority", "3")
        .build();

    transport(TransportOptions.DEFAULTS.withApiKey("sk-secret-key"))
        .chat(backend(), request, noCancel());

    RecordedRequest received = received();
    assertThat(received.getHeaders().values("Authorization"))
        .containsExactly("Bearer sk-secret-key");
    assertThat(received.getHeaders().get("X-Session-ID")).isEqualTo("s-1");
    assertThat(received.getHeaders().get("Priority")).isEqualTo("3");
    assertThat(received.getHeaders().get("Accept")).isEqualTo("application/json");
  }

  @Test
  void chat_requestWithOwnKey_replacesTheTransports() {
    answerJson(200, ANSWER);
    ChatRequest request =
        request().toBuilder().header("authorization", "Bearer other").build();

    transport(TransportOptions.DEFAULTS.withApiKey("sk-secret-key"))
        .chat(backend(), request, noCancel());

    assertThat(received().getHeaders().values("Authorization")).containsExactly("Bearer other");
  }

  @Test
  void chat_headersOfTheConnection_areNotPassedOn() {
    answerJson(200, ANSWER);
    ChatRequest request = request().toBuilder()
        .header("Accept-Encoding", "br")
        .header("Content-Length", "1")
        .header("Connection", "close")
        .build();

    transport().chat(backend(), request, noCancel());

    RecordedRequest received = received();
    assertThat(received.getHeaders().get("Accept-Encoding")).isEqualTo("gzip");
    assertThat(received.getHeaders().get("Connection")).isNotEqualTo("close");
    assertThat(bodyOf(received)).endsWith("}");
  }

  @Test
  void chat_invalidHeader_isMisuseWithoutItsValue() {
    ChatRequest request =
        request().toBuilder().header("X-Token", "secret\nvalue").build();

    assertThatThrownBy(() -> transport().chat(backend(), request, noCancel()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Token")
        .hasMessageNotContaining("secret");
    assertThat(transport().chatAsync(backend(), request, noCancel())).isCompletedExceptionally();
  }

  @Test
  void chat_backendUnderAPath_keepsThePath() {
    answerJson(200, ANSWER);

    transport()
        .chat(
            io.thunder.backend.Backend.vllm(engine.url("/replica/3/v1/").toString()),
            request(),
            noCancel());

    assertThat(received().getTarget()).isEqualTo("/replica/3/v1/chat/completions");
  }

  @Test
  void chat_compressedAnswer_isReadAndKeptPlain() throws Exception {
    Buffer compressed = new Buffer();
    try (okio.BufferedSink sink = Okio.buffer(new GzipSink(compressed))) {
      sink.writeUtf8(ANSWER);
    }
    engine.enqueue(new MockResponse.Builder()
        .setHeader("Content-Encoding", "gzip")
        .body(compressed)
        .build());

    assertThat(transport().chat(backend(), request(), noCancel()).json()).isEqualTo(ANSWER);
  }

  @Test
  void chat_messageWithUnknownFields_keepsThemForTheHistory() {
    String message = "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"tool_calls\":"
        + "[{ \"id\":\"1\", \"function\":{\"arguments\":\"{\\\"a\\\": 1}\"} }],"
        + "\"reasoning\":\"because\",\"x\":1.50}";
    answerJson(200, "{\"choices\":[{\"message\":" + message + ",\"finish_reason\":null}]}");

    ChatResponse response = transport().chat(backend(), request(), noCancel());

    assertThat(response.id()).isEmpty();
    assertThat(response.text()).isEmpty();
    assertThat(response.finishReason()).isNull();
    assertThat(response.usage()).isNull();
    assertThat(response.message().fields().keySet())
        .containsExactly("content", "refusal", "tool_calls", "reasoning", "x");

    answerJson(200, ANSWER);
    transport().chat(backend(), ChatRequest.of(List.of(response.message())), noCancel());
    received();
    assertThat(bodyOf(received())).isEqualTo("{\"messages\":[" + message + "]}");
  }

  @Test
  void chat_messageWithoutContent_differsFromNullContent() {
    answerJson(200, "{\"choices\":[{\"message\":{\"tool_calls\":[]}}]}");

    ChatMessage message = transport().chat(backend(), request(), noCancel()).message();

    assertThat(message)
        .isEqualTo(new ChatMessage("assistant", null, Map.of("tool_calls", new JsonText("[]"))));
  }

  @Test
  void chat_contentInParts_staysAsItIs() {
    answerJson(200, "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\"}]}}]}");

    ChatMessage message = transport().chat(backend(), request(), noCancel()).message();

    assertThat(message.content()).isNull();
    assertThat(message.fields()).containsEntry("content", new JsonText("[{\"type\":\"text\"}]"));
  }

  @Test
  void chat_severalChoices_takesIndexZero() {
    answerJson(
        200,
        "{\"choices\":[{\"index\":1,\"message\":{\"content\":\"b\"}},"
            + "{\"index\":0,\"message\":{\"content\":\"a\"}}]}");

    assertThat(transport().chat(backend(), request(), noCancel()).text()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "unknown",
      value = {
        "null | unknown",
        "7 | unknown",
        "{} | unknown",
        "{\"prompt_tokens\":-1,\"completion_tokens\":1} | unknown",
        "{\"prompt_tokens\":4} | 4 0 null",
        "{\"prompt_tokens\":4,\"completion_tokens\":2,\"prompt_tokens_details\":null} | 4 2 null",
        "{\"prompt_tokens\":4,\"completion_tokens\":2,\"prompt_tokens_details\":{}} | 4 2 null",
        "{\"prompt_tokens\":4.0,\"completion_tokens\":2,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":null}} | 4 2 null",
        "{\"prompt_tokens\":4,\"completion_tokens\":2,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0}} | 4 2 0",
        "{\"prompt_tokens\":4,\"completion_tokens\":2,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":3}} | 4 2 3"
      })
  void chat_anyUsage_isReadOrUnknown(String usage, String expected) {
    answerJson(200, "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":" + usage + "}");

    Usage read = transport().chat(backend(), request(), noCancel()).usage();

    assertThat(
            read == null
                ? null
                : read.promptTokens() + " " + read.completionTokens() + " " + read.cachedTokens())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>\n<body>Bad   gateway</body></html>",
        "",
        "{\"choices\":[{\"mess",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":{}}",
        "{\"choices\":[1]}",
        "{\"choices\":[{}]}",
        "{\"choices\":[{\"message\":\"a\"}]}",
        "{\"choices\":[{\"message\":{\"role\":7}}]}",
        "{\"choices\":[{\"message\":{},\"finish_reason\":[]}]}",
        "{\"id\":7,\"choices\":[{\"message\":{}}]}",
        "{}",
        "[]",
        "null"
      })
  void chat_answerThatIsNone_isTheBackendsFailure(String body) {
    answerJson(200, body);

    assertThatThrownBy(() -> transport().chat(backend(), request(), noCancel()))
        .isInstanceOfSatisfying(BackendFailedException.class, failure -> {
          assertThat(failure.status()).isEqualTo(200);
          assertThat(failure).hasMessageContaining("gpu1").message().doesNotContain("\n");
          assertThat(failure.getMessage()).hasSizeLessThan(450);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chat_answerTooLarge_isRefusedUnread(boolean announced) {
    Buffer body = new Buffer().writeUtf8(ANSWER + " ".repeat(5_000));
    MockResponse.Builder response = new MockResponse.Builder();
    engine.enqueue(
        announced
            ? response.body(body).build()
            : response.chunkedBody(body, 100).build());

    assertThatThrownBy(() -> transport(TransportOptions.DEFAULTS.withMaxResponseBytes(1_000))
            .chat(backend(), request(), noCancel()))
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("1000 bytes");
  }

  @Test
  void chat_answerOfTheGreatestSize_isRead() {
    answerJson(200, ANSWER);

    assertThat(transport(TransportOptions.DEFAULTS.withMaxResponseBytes(ANSWER.length()))
            .chat(backend(), request(), noCancel())
            .text())
        .isEqualTo("Hi!");
  }
}
