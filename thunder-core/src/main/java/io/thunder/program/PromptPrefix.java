package io.thunder.program;

import io.thunder.backend.TokenCounts;

/**
 * The start of a prompt, identified. Two prompts with the same key begin with the same tokens, so
 * that an engine with a prefix cache holds them once. The prefixes of one prompt are nested: what
 * agrees in a longer one agrees in the shorter ones too.
 *
 * @param key which start it is, such as a hash of its text
 * @param tokens its length, from the first token of the prompt; 0 if unknown
 * @param chars its length as text, from which tokens are estimated if they are unknown; else 0
 */
public record PromptPrefix(long key, long tokens, long chars) {

  /** Checks the length. */
  public PromptPrefix {
    TokenCounts.checked(tokens, "tokens");
    TokenCounts.checked(chars, "chars");
  }

  /**
   * The start of a prompt that was tokenised already.
   *
   * @param key which start it is, such as a hash of its text
   * @param tokens its length, from the first token of the prompt
   */
  public PromptPrefix(long key, long tokens) {
    this(key, tokens, 0);
  }

  /**
   * The start of a prompt that is known as text only.
   *
   * @param key which start it is, such as a hash of its text
   * @param chars its length, from the first character of the prompt (UTF-16 units)
   * @return the prefix
   */
  public static PromptPrefix ofChars(long key, long chars) {
    return new PromptPrefix(key, 0, chars);
  }
}
