package io.thunder.examples.replay.run;

import java.util.SplittableRandom;

/**
 * Reproducible text of a wanted length in tokens: common words of three letters, each with a space.
 * That is one token for most real tokenizers, and four characters for the embedded engine's.
 */
final class PseudoText {

  private static final String[] WORDS =
      ("the and for are but not you all any can had her was one our"
              + " out day get has him his how man new now old see two way who boy did its let put say she"
              + " too use dad mom run sun top box cup dog end far few got hot job key law lot map net oil"
              + " pay red sea yes ago")
          .split(" ");

  private static final int BITS_PER_WORD = 6;
  private static final int WORD_MASK = (1 << BITS_PER_WORD) - 1;
  private static final int WORDS_PER_DRAW = Long.SIZE / BITS_PER_WORD;

  private PseudoText() {}

  /** Returns a text; the same seed gives texts that start the same, whatever their length. */
  static String of(long seed, int tokens) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(4 * tokens);
    long bits = 0;
    for (int i = 0; i < tokens; i++) {
      bits = i % WORDS_PER_DRAW == 0 ? random.nextLong() : bits >>> BITS_PER_WORD;
      text.append(WORDS[(int) (bits & WORD_MASK)]).append(' ');
    }
    return text.toString();
  }
}
