package io.thunder.simulation;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.JsonText;
import io.thunder.tokens.TokenIds;
import java.util.Map;

/** Messages of many lengths, made once: a request of a simulated agent costs no text. */
final class Texts {

  /** How many lengths a usual message has, each half as long again as the one before. */
  static final int USUAL = 9;

  static final int SYSTEMS = 3;

  private static final ChatMessage[] USERS = new ChatMessage[USUAL];
  private static final ChatMessage[] ANSWERS = new ChatMessage[USUAL];
  private static final ChatMessage[] SYSTEM = new ChatMessage[SYSTEMS];
  private static final ChatMessage HUGE = ChatMessage.user("x".repeat(500_000));
  private static final JsonText[] BOUNDS = {
    new JsonText("16"), new JsonText("200"), new JsonText("1500"), new JsonText("900000")
  };

  private static final TokenIds[] IN_TOKENS = new TokenIds[USUAL];
  private static final TokenIds HUGE_IN_TOKENS = TokenIds.of(new int[100_000]);

  static {
    int chars = 80;
    for (int i = 0; i < USUAL; i++) {
      USERS[i] = ChatMessage.user("u".repeat(chars));
      ANSWERS[i] = ChatMessage.assistant("a".repeat(chars));
      IN_TOKENS[i] = TokenIds.of(new int[chars]);
      chars += chars / 2;
    }
    for (int i = 0; i < SYSTEMS; i++) {
      SYSTEM[i] = ChatMessage.system("s".repeat(500 << (2 * i)));
    }
  }

  private Texts() {}

  static ChatMessage user(int length) {
    return USERS[length];
  }

  static TokenIds inTokens(int length) {
    return IN_TOKENS[length];
  }

  static TokenIds hugeInTokens() {
    return HUGE_IN_TOKENS;
  }

  static ChatMessage answer(int length) {
    return ANSWERS[length];
  }

  static ChatMessage system(int which) {
    return SYSTEM[which];
  }

  /** Larger than any backend. */
  static ChatMessage huge() {
    return HUGE;
  }

  /** A bound on generated tokens. */
  static Map<String, JsonText> bounded(Dice dice) {
    return Map.of("max_tokens", dice.any(BOUNDS));
  }
}
