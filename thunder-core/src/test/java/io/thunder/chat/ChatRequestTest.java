package io.thunder.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatRequestTest {

  private static final ChatMessage HELLO = ChatMessage.user("hello");

  @Test
  void build_fields_areKeptVerbatimAndInOrder() {
    JsonText tools = new JsonText("[ {\"b\":1, \"a\" : 1.50} ]");
    ChatRequest request = ChatRequest.builder()
        .model("m")
        .message(HELLO)
        .field("tools", tools)
        .field("x_extension", JsonText.NULL)
        .temperature(0.5)
        .header("Authorization", "Bearer k")
        .build();

    assertThat(request.fields().keySet()).containsExactly("tools", "x_extension", "temperature");
    assertThat(request.fields().get("tools").text()).isSameAs(tools.text());
    assertThat(request.headers()).containsExactly(Map.entry("Authorization", "Bearer k"));
    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void create_collections_areCopiedAndFixed() {
    Map<String, JsonText> fields = new LinkedHashMap<>();
    ChatRequest request = new ChatRequest(null, List.of(HELLO), fields, Map.of(), null, null);
    fields.put("late", JsonText.NULL);

    assertThat(request.fields()).isEmpty();
    assertThatThrownBy(() -> request.fields().put("x", JsonText.NULL))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> request.headers().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "messages", "stream"})
  void build_reservedField_isRefusedByName(String name) {
    ChatRequest.Builder builder =
        ChatRequest.builder().message(HELLO).field(name, JsonText.ofBoolean(true));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void priority_number_isKeptByCopies() {
    ChatRequest request =
        ChatRequest.builder().message(HELLO).priority(-Integer.MAX_VALUE).build();

    assertThat(request.priority()).isEqualTo(-Integer.MAX_VALUE);
    assertThat(request.toBuilder().build()).isEqualTo(request);
    assertThat(ChatRequest.of(List.of(HELLO)).priority()).isNull();
  }

  @Test
  void priority_withoutANegative_isRefused() {
    ChatRequest.Builder builder = ChatRequest.builder().message(HELLO).priority(Integer.MIN_VALUE);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priority must be > -2147483648");
  }

  @Test
  void priority_givenAsAFieldToo_isRefused() {
    ChatRequest.Builder builder =
        ChatRequest.builder().message(HELLO).field("priority", JsonText.ofNumber(3));

    assertThat(builder.build().priority()).as("a field alone is sent verbatim").isNull();
    assertThatThrownBy(() -> builder.priority(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'priority' is given twice, once as a field");
  }

  @Test
  void build_withoutMessage_isRefused() {
    ChatRequest.Builder builder = ChatRequest.builder();

    assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void setters_valueOutOfRange_areRefusedWithIt() {
    ChatRequest.Builder builder = ChatRequest.builder();

    assertThatThrownBy(() -> builder.maxTokens(0))
        .hasMessageContaining("maxTokens")
        .hasMessageEndingWith("0");
    assertThatThrownBy(() -> builder.temperature(-0.1)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> builder.temperature(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> builder.temperature(Double.POSITIVE_INFINITY))
        .hasMessageContaining("Infinity");
  }

  @ParameterizedTest
  @CsvSource({
    "100, , 100",
    ", 70, 70",
    "100, 70, 70",
    "100, null, 100",
    ", , 0",
    "1.5, , 0",
    "12345678901234, , 0",
    "-3, , 0"
  })
  void maxTokens_bounds_givesTheNewerField(String maxTokens, String newer, int expected) {
    ChatRequest.Builder builder = ChatRequest.builder().message(HELLO);
    if (maxTokens != null) {
      builder.field("max_tokens", new JsonText(maxTokens));
    }
    if (newer != null) {
      builder.field("max_completion_tokens", new JsonText(newer));
    }

    assertThat(builder.build().maxTokens()).isEqualTo(expected);
  }

  @Test
  void promptChars_request_countsMessagesToolsAndFormatOnly() {
    ChatRequest request = ChatRequest.builder()
        .messages(List.of(HELLO, ChatMessage.assistant("hi")))
        .field("tools", new JsonText("[1234]"))
        .field("response_format", new JsonText("{}"))
        .field("metadata", JsonText.ofString("x".repeat(1_000)))
        .build();

    assertThat(request.promptChars()).isEqualTo(9 + 11 + 6 + 2);
  }

  @Test
  void promptChars_embeddedImages_countAConstantEach() {
    String image =
        "{\"image_url\":{\"url\":\"data:image/png;base64," + "A".repeat(500_000) + "\"}}";
    long one = ChatMessage.userParts(new JsonText("[" + image + "]")).promptChars();
    long two =
        ChatMessage.userParts(new JsonText("[" + image + "," + image + "]")).promptChars();

    assertThat(one).isBetween(4_000L, 4_100L);
    assertThat(two - one).isBetween(4_000L, 4_100L);
  }

  @Test
  void promptChars_textThatNamesBase64_isCountedInFull() {
    String text = ";base64," + "A".repeat(10_000);

    assertThat(ChatMessage.user(text).promptChars()).isEqualTo(4 + text.length());
  }

  @Test
  void message_kinds_haveTheirRoleAndFields() {
    ChatMessage tool = ChatMessage.tool("call \"1\"", "42");

    assertThat(tool.role()).isEqualTo("tool");
    assertThat(tool.fields().get("tool_call_id").text()).isEqualTo("\"call \\\"1\\\"\"");
    assertThat(ChatMessage.system("s").role()).isEqualTo("system");
    assertThat(ChatMessage.userParts(new JsonText("[]")).content()).isNull();
  }

  @Test
  void message_contentOrRoleTwice_isRefused() {
    Map<String, JsonText> content = Map.of("content", JsonText.NULL);
    Map<String, JsonText> role = Map.of("role", JsonText.NULL);

    assertThatThrownBy(() -> new ChatMessage("user", "x", content))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChatMessage("user", null, role))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ChatMessage("user", null, content).fields()).hasSize(1);
  }

  @Test
  void toString_always_hidesPromptsAnswersAndHeaders() {
    ChatMessage message = ChatMessage.user("secret");
    ChatRequest request = ChatRequest.builder()
        .message(message)
        .field("user", JsonText.ofString("secret"))
        .header("Authorization", "secret")
        .build();
    Usage usage = new Usage(3, 4, null);
    ChatResponse response = new ChatResponse(
        "id", "m", ChatMessage.assistant("secret"), "stop", usage, "{\"secret\":1}");
    ChatChunk chunk = new ChatChunk("secret", "secret", null, null, "{\"secret\":1}");

    for (Object value : List.of(message, request, response, chunk)) {
      assertThat(value.toString()).doesNotContain("secret");
    }
    assertThat(request.toString()).contains("Authorization", "user");
    assertThat(response.text()).isEqualTo("secret");
  }

  @Test
  void text_pureToolCalls_isEmpty() {
    ChatMessage calls =
        new ChatMessage("assistant", null, Map.of("tool_calls", new JsonText("[]")));

    assertThat(new ChatResponse("", "", calls, "tool_calls", null, "{}").text()).isEmpty();
  }

  @Test
  void usage_counts_areCheckedAndAddedUp() {
    assertThat(new Usage(3, 4, 2L).totalTokens()).isEqualTo(7);
    assertThatThrownBy(() -> new Usage(-1, 0, null))
        .hasMessageContaining("promptTokens must be 0 to 1000000000000, was -1");
    assertThatThrownBy(() -> new Usage(0, -1, null)).hasMessageContaining("completionTokens");
    assertThatThrownBy(() -> new Usage(0, 0, -1L)).hasMessageContaining("cachedTokens");
  }

  @Test
  void build_inheritedMessages_areMeasuredWithTheTools() {
    ChatRequest request = ChatRequest.builder()
        .field("tools", new JsonText("[1]"))
        .messages(List.of(HELLO, ChatMessage.user("and more")))
        .parent("agent", 1)
        .build();

    assertThat(request.parent())
        .isEqualTo(new ParentProgram(new ProgramId("agent"), 0, 3 + HELLO.promptChars()));
    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void build_nothingInherited_namesTheParentOnly() {
    ChatRequest request =
        ChatRequest.builder().message(HELLO).parent("agent", 0).build();

    assertThat(request.parent()).isEqualTo(ParentProgram.of("agent"));
    assertThat(ChatRequest.of(List.of(HELLO)).parent()).isNull();
  }

  @Test
  void build_moreInheritedThanThereIs_isRefusedWithBothNumbers() {
    ChatRequest.Builder two = ChatRequest.builder().message(HELLO).parent("agent", 2);

    assertThatThrownBy(two::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 messages are inherited, but there are 1");
    assertThatThrownBy(() -> two.parent("agent", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inherited messages must be >= 0, were -1");
  }
}
