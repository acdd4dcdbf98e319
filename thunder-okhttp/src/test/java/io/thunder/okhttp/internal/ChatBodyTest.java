package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatBodyTest {

  private final AtomicLong now = new AtomicLong();

  @Test
  void writeTo_everyKindOfField_keepsOrderAndText() throws IOException {
    ChatRequest request = ChatRequest.builder()
        .model("qwen \"3\"")
        .message(ChatMessage.system("be brief"))
        .message(ChatMessage.userParts(new JsonText("[ {\"type\":\"text\",\"text\":\"hi\"} ]")))
        .message(new ChatMessage(
            "assistant", null, Map.of("tool_calls", new JsonText("[{\"id\" : \"1\"}]"))))
        .message(ChatMessage.tool("1", "42\n"))
        .field("temperature", new JsonText("0.70"))
        .field("tools", new JsonText("[{ \"b\":1, \"a\":2 }]"))
        .field("extra_\"body\"", new JsonText("1e-07"))
        .build();

    assertThat(written(request, false))
        .isEqualTo("{\"model\":\"qwen \\\"3\\\"\",\"messages\":["
            + "{\"role\":\"system\",\"content\":\"be brief\"},"
            + "{\"role\":\"user\",\"content\":[ {\"type\":\"text\",\"text\":\"hi\"} ]},"
            + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\" : \"1\"}]},"
            + "{\"role\":\"tool\",\"content\":\"42\\n\",\"tool_call_id\":\"1\"}],"
            + "\"temperature\":0.70,\"tools\":[{ \"b\":1, \"a\":2 }],"
            + "\"extra_\\\"body\\\"\":1e-07}");
  }

  @Test
  void writeTo_withoutModel_sendsNone() throws IOException {
    assertThat(written(ChatRequest.of(List.of(ChatMessage.user("hi"))), false))
        .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "3, false, 3",
    "3, true, -3",
    "0, true, 0",
    "-2147483647, true, 2147483647",
    "2147483647, true, -2147483647",
  })
  void writeTo_priority_isCountedAsTheEngineDoes(int priority, boolean higherFirst, String sent)
      throws IOException {
    ChatRequest request =
        ChatRequest.builder().message(ChatMessage.user("hi")).priority(priority).build();

    assertThat(written(new ChatBody(request, false, higherFirst, now::get)))
        .endsWith("}],\"priority\":" + sent + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | {\"include_usage\":true} | true",
        "{} | {\"include_usage\":true} | true",
        "{ } | { \"include_usage\":true} | true",
        "{\"continuous_usage_stats\" : true} "
            + "| {\"continuous_usage_stats\" : true,\"include_usage\":true} | true",
        "{\"include_usage\":true} | {\"include_usage\":true} | false",
        "{\"include_usage\":false,\"x\":1} | {\"include_usage\":false,\"x\":1} | false",
        "7 | 7 | true"
      })
  void writeTo_streamOptionsOfCaller_keepsThemAndAsksForUsage(
      String given, String sent, boolean asked) throws IOException {
    ChatRequest request = ChatRequest.builder()
        .message(ChatMessage.user("hi"))
        .field("stream_options", new JsonText(given))
        .build();

    assertThat(written(request, true))
        .endsWith(",\"stream_options\":" + sent + ",\"stream\":true}");
    assertThat(new ChatBody(request, true, false, now::get).askForUsage()).isEqualTo(asked);
  }

  @Test
  void writeTo_afterAnotherBrokeOff_isWhole() throws IOException {
    ChatRequest request = ChatRequest.of(List.of(ChatMessage.user("\u00e9".repeat(100_000))));
    BufferedSink broken = Okio.buffer(new BrokenSink());

    assertThatThrownBy(() -> new ChatBody(request, false, false, now::get).writeTo(broken))
        .isInstanceOf(IOException.class);
    assertThat(written(request, false))
        .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\""
            + "\u00e9".repeat(100_000)
            + "\"}]}");
  }

  @Test
  void writeTo_afterAnotherThrew_isWhole() throws IOException {
    TurnBody throwing = new TurnBody(now::get) {
      @Override
      void write(JsonOut out) throws IOException {
        out.verbatim("{");
        throw new IllegalStateException("in the middle");
      }
    };

    assertThatThrownBy(() -> throwing.writeTo(new Buffer()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(written(ChatRequest.of(List.of(ChatMessage.user("hi"))), false))
        .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
  }

  @Test
  void writeTo_streamedWithoutOptions_asksForUsage() throws IOException {
    assertThat(written(ChatRequest.of(List.of(ChatMessage.user("hi"))), true))
        .endsWith("],\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void writeTo_wholeAnswerWithStreamOptions_leavesThemAlone() throws IOException {
    ChatRequest request = ChatRequest.builder()
        .message(ChatMessage.user("hi"))
        .field("stream_options", JsonText.NULL)
        .build();

    assertThat(written(request, false)).endsWith("\"stream_options\":null}");
  }

  @Test
  void isOneShot_beforeSending_letsOtherAddressesBeTried() {
    assertThat(body().isOneShot()).isFalse();
  }

  @Test
  void isOneShot_brokenAtOnce_allowsOneMoreTry() throws IOException {
    ChatBody body = body();
    body.writeTo(new Buffer());
    now.addAndGet(ChatBody.STALE_NANOS_MAX);
    assertThat(body.isOneShot()).isFalse();

    body.writeTo(new Buffer());
    assertThat(body.isOneShot()).as("after the second try").isTrue();
  }

  @Test
  void isOneShot_brokenLater_allowsNoOtherTry() throws IOException {
    ChatBody body = body();
    body.writeTo(new Buffer());
    now.addAndGet(ChatBody.STALE_NANOS_MAX + 1);
    assertThat(body.isOneShot()).isTrue();
  }

  @Test
  void isOneShot_answered_allowsNoOtherTry() throws IOException {
    ChatBody body = body();
    body.writeTo(new Buffer());
    body.answered();
    assertThat(body.isOneShot()).isTrue();
  }

  private ChatBody body() {
    return new ChatBody(ChatRequest.of(List.of(ChatMessage.user("hi"))), false, false, now::get);
  }

  private String written(ChatRequest request, boolean streamed) throws IOException {
    return written(new ChatBody(request, streamed, false, now::get));
  }

  private static String written(ChatBody body) throws IOException {
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    assertThat(body.contentLength()).isEqualTo(buffer.size());
    return buffer.readUtf8();
  }

  private static final class BrokenSink extends ForwardingSink {

    BrokenSink() {
      super(Okio.blackhole());
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
