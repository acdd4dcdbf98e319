package io.thunder.okhttp.internal;

import org.jspecify.annotations.Nullable;

/** Words that nearly every answer has, so that they are not made anew for each. */
final class UsualWords {

  private static final String[] WORDS = {
    "role",
    "content",
    "assistant",
    "refusal",
    "tool_calls",
    "reasoning",
    "reasoning_content",
    "function_call",
    "annotations",
    "audio",
    "stop",
    "length"
  };

  private UsualWords() {}

  /** The word that stands in a text from one position to another, or null if it is none of these. */
  static @Nullable String at(String text, int from, int to) {
    for (String word : WORDS) {
      if (to - from == word.length() && text.startsWith(word, from)) {
        return word;
      }
    }
    return null;
  }
}
