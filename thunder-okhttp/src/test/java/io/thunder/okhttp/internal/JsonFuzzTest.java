package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.JsonText;
import io.thunder.chat.Usage;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okio.Buffer;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as JSON: as an answer, an event, an error, a field of a request, and as the text of a
 * message. Gson is the judge of what is JSON and what it says.
 */
final class JsonFuzzTest {

  /** The bound of {@link JsonText}; the judge gets the same. */
  private static final int DEPTH_MAX = 1_000;

  /** The judge's trees are built and compared by recursion. */
  private static final int TREE_DEPTH_MAX = 200;

  /** The judge does not tell longer numbers from words. */
  private static final Pattern LONG_NUMBER = Pattern.compile("[-+.0-9eE]{1000}");

  /** What may be half of a pair. The grammar allows it alone, in engines' answers and our requests. */
  private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");

  private static final String BYTE_ORDER_MARK = "\ufeff";

  @MethodSource("io.thunder.okhttp.internal.FuzzSeeds#json")
  @DictionaryFile(resourcePath = "json.dict")
  @FuzzTest
  void codecs(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    JsonText json = json(text);
    assertThat(json != null).as("accepted").isEqualTo(gsonAccepts(text, json != null));
    assertError(EngineError.ofBody(text));
    assertSent(text, json);
    // Any chars, halves of pairs among them; decoding would replace those.
    assertSent(ByteBuffer.wrap(bytes).asCharBuffer().toString(), json);
    if (json != null) {
      JsonView view = JsonView.of(json);
      assertSame(view, JsonParser.parseReader(judge(text)), 0);
      assertThat(answer(text, view)).isEqualTo(answer(text, view));
      assertThat(chunk(text, view)).isEqualTo(chunk(text, view));
      assertTokens(text, view, VllmTokens.DIALECT);
      assertTokens(text, view, SglangTokens.DIALECT);
      assertOptions(json);
    }
  }

  private static JsonText json(String text) {
    try {
      return new JsonText(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("not JSON at position ");
      return null;
    }
  }

  /** A byte order mark is not part of a JSON text (RFC 8259, 8.1), though Gson skips one. */
  private static boolean gsonAccepts(String text, boolean accepted) throws IOException {
    if (text.startsWith(BYTE_ORDER_MARK)) {
      return false;
    }
    if (LONG_NUMBER.matcher(text).find()) {
      return accepted;
    }
    try {
      walk(judge(SURROGATE.matcher(text).replaceAll("\\\\u0041"), Strictness.STRICT));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** For what is known to be JSON. */
  private static JsonReader judge(String text) {
    return judge(text, Strictness.LEGACY_STRICT);
  }

  private static JsonReader judge(String text, Strictness strictness) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(strictness);
    reader.setNestingLimit(DEPTH_MAX);
    return reader;
  }

  /** Reads all there is, decoding it too, without recursion. */
  private static void walk(JsonReader reader) throws IOException {
    StringBuilder read = new StringBuilder();
    for (JsonToken next = reader.peek(); next != JsonToken.END_DOCUMENT; next = reader.peek()) {
      switch (next) {
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case BEGIN_OBJECT -> reader.beginObject();
        case END_OBJECT -> reader.endObject();
        case NAME -> read.append(reader.nextName());
        case BOOLEAN -> read.append(reader.nextBoolean());
        case NULL -> reader.nextNull();
        default -> read.append(reader.nextString());
      }
    }
  }

  private static void assertSame(JsonView view, JsonElement judged, int depth) {
    if (depth > TREE_DEPTH_MAX) {
      return;
    }
    assertThat(view.isObject()).isEqualTo(judged.isJsonObject());
    assertThat(view.isArray()).isEqualTo(judged.isJsonArray());
    assertThat(view.isNull()).isEqualTo(judged.isJsonNull());
    if (judged instanceof JsonObject object) {
      Map<String, JsonView> members = new HashMap<>();
      view.members(members::put);
      assertThat(members.keySet()).isEqualTo(object.keySet());
      members.forEach((name, value) -> {
        assertThat(view.get(name)).isEqualTo(value);
        assertSame(value, object.get(name), depth + 1);
      });
    } else if (judged instanceof JsonArray array) {
      List<JsonView> items = new ArrayList<>();
      view.items(items::add);
      assertThat(items).hasSameSizeAs(array.asList());
      for (int i = 0; i < items.size(); i++) {
        assertSame(items.get(i), array.get(i), depth + 1);
      }
    } else if (view.isString()) {
      assertThat(view.string()).isEqualTo(judged.getAsString());
    } else if (!judged.isJsonNull()) {
      assertThat(view.raw()).isEqualTo(judged.getAsString());
      assertWhole(view);
    }
  }

  private static void assertWhole(JsonView view) {
    Long whole = view.wholeNumber();
    if (whole != null && view.raw().matches("-?[0-9]+")) {
      assertThat(new BigDecimal(view.raw())).isEqualByComparingTo(BigDecimal.valueOf(whole));
    }
  }

  private static ChatResponse answer(String text, JsonView view) {
    try {
      ChatResponse response = ResponseCodec.decode(text, view);
      assertCounted(response.usage());
      return response;
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
      return null;
    }
  }

  private static ChatChunk chunk(String text, JsonView view) {
    try {
      ChunkEvent event = ChunkEvent.parse(text);
      assertThat(event.event()).isEqualTo(view);
      ChatChunk chunk = event.chunk();
      assertCounted(chunk.usage());
      assertThat(event.hasNoChoice() && !chunk.text().isEmpty()).isFalse();
      return chunk;
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
      return null;
    }
  }

  /** Read, or refused with words. */
  private static void assertTokens(String text, JsonView view, TokenDialect dialect) {
    AnswerCodec<TokenResponse> codec = dialect.codec(
        TokenRequest.builder(TokenIds.of(1)).logprobs(text.length() % 2 == 0).build());
    EngineError error = codec.error(view);
    if (error != null) {
      assertError(error);
      return;
    }
    try {
      assertCounted(codec.decode(text, view).usage());
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
    }
  }

  private static void assertCounted(Usage usage) {
    if (usage != null) {
      assertThat(usage.totalTokens()).isBetween(usage.promptTokens(), Long.MAX_VALUE);
    }
  }

  private static void assertError(EngineError error) {
    assertThat(error.message().length()).isLessThanOrEqualTo(300);
    assertThat(error.message().chars()).noneMatch(Character::isISOControl);
    assertThat(error.code() == null || (error.code() >= 0 && error.code() <= 999))
        .isTrue();
  }

  /** The options that are sent are the caller's, and ask for usage. */
  private static void assertOptions(JsonText json) {
    String sent = StreamOptions.withUsage(json);
    JsonView options = JsonView.of(new JsonText(sent));
    JsonView given = JsonView.of(json);
    if (given.isObject()) {
      assertThat(options.get("include_usage")).isNotNull();
      given.members((name, value) ->
          assertThat(options.get(name).raw()).isEqualTo(given.get(name).raw()));
    }
  }

  /** What is sent as a message and as free fields arrives as it was. */
  private static void assertSent(String content, JsonText json) throws IOException {
    ChatRequest.Builder builder = ChatRequest.builder()
        .message(new ChatMessage(content, content, Map.of("quoted", JsonText.ofString(content))));
    if (json != null) {
      builder.field(content.isEmpty() ? "free" : "x-" + content, json);
    }
    ChatRequest request = builder.build();
    assertThat(request.promptPrefixes()).isEqualTo(request.promptPrefixes());

    ChatBody body = new ChatBody(request, /* streamed= */ false, /* higherFirst= */ false, () -> 0);
    Buffer sent = new Buffer();
    body.writeTo(sent);
    assertThat(body.contentLength()).isEqualTo(sent.size());
    JsonObject read = JsonParser.parseReader(judge(sent.readUtf8())).getAsJsonObject();
    JsonObject message = read.getAsJsonArray("messages").get(0).getAsJsonObject();
    for (String name : List.of("role", "content", "quoted")) {
      assertThat(message.get(name).getAsString()).isEqualTo(content);
    }
    if (json != null) {
      JsonElement free = read.get(content.isEmpty() ? "free" : "x-" + content);
      assertThat(free).isEqualTo(JsonParser.parseReader(judge(json.text())));
    }
  }
}
