package io.thunder.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.program.PromptPrefix;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What requests of different programs are found to have in common. */
final class ChatPrefixesTest {

  private static final String RULES = "You fix bugs. ".repeat(1_000);

  private static final ChatRequest REQUEST = ChatRequest.builder()
      .model("m")
      .field("tools", new JsonText("[1]"))
      .message(ChatMessage.system(RULES))
      .message(ChatMessage.user("task 1"))
      .build();

  private static List<Long> keys(ChatRequest request) {
    return request.promptPrefixes().stream().map(PromptPrefix::key).toList();
  }

  private static ChatRequest of(ChatMessage... messages) {
    return ChatRequest.of(List.of(messages));
  }

  @Test
  void promptPrefixes_request_endAfterToolsAndAfterEachMessage() {
    List<PromptPrefix> prefixes = REQUEST.promptPrefixes();

    assertThat(prefixes)
        .extracting(PromptPrefix::chars)
        .containsExactly(3L, 3L + 6 + RULES.length(), REQUEST.promptChars());
    assertThat(prefixes).extracting(PromptPrefix::tokens).containsOnly(0L);
  }

  @Test
  void promptPrefixes_equalText_isRecognisedWhateverTheObjects() {
    ChatRequest copy = ChatRequest.builder()
        .model("m")
        .field("tools", new JsonText("[1]"))
        .message(ChatMessage.system(String.valueOf(RULES.toCharArray())))
        .message(ChatMessage.user("task 1"))
        .build();

    assertThat(keys(copy)).isEqualTo(keys(REQUEST));
  }

  @Test
  void promptPrefixes_anotherTask_sharesWhatGoesBefore() {
    ChatRequest other = REQUEST.toBuilder().build();
    ChatRequest more = ChatRequest.builder()
        .model("m")
        .field("tools", new JsonText("[1]"))
        .message(ChatMessage.system(RULES))
        .message(ChatMessage.user("task 2"))
        .build();

    assertThat(keys(other)).isEqualTo(keys(REQUEST));
    assertThat(keys(more).subList(0, 2)).isEqualTo(keys(REQUEST).subList(0, 2));
    assertThat(keys(more).get(2)).isNotEqualTo(keys(REQUEST).get(2));
  }

  @Test
  void promptPrefixes_laterTurn_beginsAsBefore() {
    ChatRequest later = REQUEST.toBuilder()
        .message(ChatMessage.assistant("ls"))
        .message(ChatMessage.tool("1", "a.txt"))
        .message(ChatMessage.assistant("done"))
        .field("temperature", JsonText.ofNumber(1))
        .build();

    assertThat(keys(later)).startsWith(keys(REQUEST).toArray(Long[]::new)).hasSize(5);
  }

  static Stream<ChatRequest> others() {
    String changed = RULES.substring(0, 5_001) + "#" + RULES.substring(5_002);
    Map<String, JsonText> name = Map.of("name", new JsonText("\"n\""));
    return Stream.of(
        REQUEST.toBuilder().model("n").build(),
        REQUEST.toBuilder().field("tools", new JsonText("[2]")).build(),
        REQUEST.toBuilder().field("response_format", new JsonText("{}")).build(),
        of(ChatMessage.system(RULES)),
        of(ChatMessage.user(RULES)),
        of(ChatMessage.system(RULES + " ")),
        of(ChatMessage.system(changed)),
        of(ChatMessage.system("")),
        of(new ChatMessage("system", null, Map.of())),
        of(new ChatMessage("system", RULES, name)));
  }

  @Test
  void promptPrefixes_anyDifference_makesOtherKeys() {
    Set<Long> seen = new HashSet<>(keys(REQUEST));

    others().forEach(other -> assertThat(keys(other))
        .allSatisfy(key ->
            assertThat(seen.add(key)).as("a key of its own for %s", other).isTrue()));
  }

  @ParameterizedTest
  @MethodSource("others")
  void promptPrefixes_request_areInOrderOfLength(ChatRequest request) {
    assertThat(request.promptPrefixes()).extracting(PromptPrefix::chars).isSorted();
  }

  @Test
  void promptPrefixes_manyTexts_haveKeysOfTheirOwn() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 50_000; i++) {
      seen.addAll(keys(of(ChatMessage.user("Fix issue " + i), ChatMessage.user("Aa"))));
      seen.addAll(keys(of(ChatMessage.user("Fix issue " + i), ChatMessage.user("BB"))));
    }

    assertThat(seen).as("two texts of one String.hashCode included").hasSize(150_000);
  }

  @Test
  void promptPrefixes_longConversation_areAFew() {
    ChatMessage[] messages = new ChatMessage[100];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = i % 2 == 0 ? ChatMessage.user("u" + i) : ChatMessage.assistant("a" + i);
    }
    assertThat(of(messages).promptPrefixes()).hasSize(4);
    for (int i = 0; i < 10; i++) {
      messages[i] = ChatMessage.system("s" + i);
    }
    assertThat(of(messages).promptPrefixes()).as("up to the first of the user").hasSize(11);
    for (int i = 0; i < messages.length; i++) {
      messages[i] = ChatMessage.system("s" + i);
    }
    assertThat(of(messages).promptPrefixes()).as("no user at all").hasSize(16);
  }
}
