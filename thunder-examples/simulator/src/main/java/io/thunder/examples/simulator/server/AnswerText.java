package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.Mix;

/**
 * The answer to a prompt: a function of the prompt's hash, four ASCII characters per token, without
 * white space, so that clients that trim it change nothing.
 */
final class AnswerText {

  private static final String CONSONANTS = "bcdfghjklmnpqrst";
  private static final String VOWELS = "aeiou";

  private final long seed;

  AnswerText(long seed) {
    this.seed = seed;
  }

  /** Returns the tokens from one index to before another as text. */
  String text(int from, int to) {
    StringBuilder text = new StringBuilder((to - from) * Tokenizer.TOKEN_CHARS);
    for (int token = from; token < to; token++) {
      long chars = chars(token);
      for (int shift = 3 * Character.SIZE; shift >= 0; shift -= Character.SIZE) {
        text.append((char) (chars >>> shift));
      }
    }
    return text.toString();
  }

  /** Returns what {@link Tokenizer} makes of the text of a token. */
  int token(int index) {
    return Tokenizer.id(chars(index));
  }

  /** Returns the log-probability of a token, made up, between 0 and -4. */
  double logprob(int index) {
    return -(1 + (random(index) >>> 54)) / 256.0;
  }

  private long random(int index) {
    return Mix.hash(seed, index);
  }

  private long chars(int index) {
    long random = random(index);
    long first = CONSONANTS.charAt((int) (random & 15));
    long second = VOWELS.charAt((int) (random >>> 4 & 0xFFFF) % VOWELS.length());
    long third = CONSONANTS.charAt((int) (random >>> 20 & 15));
    return first << 48 | second << 32 | third << 16 | '-';
  }
}
