package io.thunder.program;

/**
 * The start of a prompt, identified. Two prompts with the same key begin with the same tokens, so
 * that an engine with a prefix cache holds them once. The prefixes of one prompt are nested: what
 * agrees in a longer one agrees in the shorter ones too.
 *
 * @param key which start it is, such as a hash of its text
 * @param tokens its length, from the first token of the prompt
 */
public record PromptPrefix(long key, long tokens) {

  /** Checks the length. */
  public PromptPrefix {
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens must be >= 0, was " + tokens);
    }
  }
}
