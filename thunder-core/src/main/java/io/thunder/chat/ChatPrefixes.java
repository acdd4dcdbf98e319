package io.thunder.chat;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the prompt of a chat request may have in common with those of other programs: the
 * tools, then each of the first messages. Later messages are what a program alone has seen.
 *
 * <p>Keys are a chain of 64-bit hashes, so that equal keys mean equal text from the first character
 * on. Of a long text, its length, the hash that a {@link String} remembers and a sample of its
 * characters are hashed: a turn costs the same whatever the length of a system prompt that is the
 * same object every time. Different texts of one key would be taken for a common prefix, and their
 * programs for smaller than they are; nothing else depends on it.
 */
final class ChatPrefixes {

  /** So many messages at least, if there are. */
  private static final int MESSAGES_MIN = 4;

  /** So many messages at most, in search of the first one of the user. */
  private static final int MESSAGES_MAX = 16;

  /** Characters of a text that are hashed one by one. */
  private static final int SAMPLES = 64;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private long key;
  private long chars;
  private final List<PromptPrefix> prefixes = new ArrayList<>(MESSAGES_MIN + 1);

  private ChatPrefixes() {}

  /** What the request's prompt begins with, in order of length. */
  static List<PromptPrefix> of(ChatRequest request) {
    ChatPrefixes chain = new ChatPrefixes();
    chain.append(request.model());
    chain.appendTools(request.fields());
    boolean userSpoke = false;
    for (int i = 0; i < request.messages().size(); i++) {
      if (i == MESSAGES_MAX || (i >= MESSAGES_MIN && userSpoke)) {
        break;
      }
      ChatMessage message = request.messages().get(i);
      chain.append(message);
      userSpoke |= message.role().equals("user");
    }
    return chain.prefixes;
  }

  private void appendTools(Map<String, JsonText> fields) {
    for (String name : ChatRequest.PROMPT_FIELDS) {
      JsonText value = fields.get(name);
      append(value == null ? null : value.text());
      chars += value == null ? 0 : value.text().length();
    }
    if (chars > 0) {
      cut();
    }
  }

  private void append(ChatMessage message) {
    append(message.role());
    append(message.content());
    for (Map.Entry<String, JsonText> field : message.fields().entrySet()) {
      append(field.getKey());
      append(field.getValue().text());
    }
    chars += message.promptChars();
    cut();
  }

  private void cut() {
    prefixes.add(PromptPrefix.ofChars(key, chars));
  }

  private void append(@Nullable String text) {
    key = mixed(key * MULTIPLIER + (text == null ? 1 : hash(text)));
  }

  private static long hash(String text) {
    int length = text.length();
    long hash = ((long) length << Integer.SIZE) + text.hashCode();
    int step = (length + SAMPLES - 1) / SAMPLES;
    for (int i = 0; i < length; i += step) {
      hash = hash * MULTIPLIER + text.charAt(i);
    }
    return mixed(hash);
  }

  /** Lets every bit depend on every other; the finaliser of SplitMix64. */
  private static long mixed(long bits) {
    long hash = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
