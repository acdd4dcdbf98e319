package io.thunder.examples.llamacpp.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens of a model: bytes, printable ASCII, common English words, and what ChatML needs.
 *
 * <p>It is a SentencePiece vocabulary: text is split into characters, a blank being {@code U+2581},
 * and neighbours are merged as long as that gives a token, the one with the highest score first.
 * Characters that are no token become their UTF-8 bytes. All beginnings of a word are tokens, and
 * those with a blank have the higher scores, so that a blank and its word become one token whatever
 * follows. Text of these words, which is what {@link #answerTokens} can spell, therefore gives back
 * the tokens it was made of.
 */
public final class Vocabulary {

  /** Begins and ends a message in ChatML. */
  static final String MESSAGE_BEGIN = "<|im_start|>";

  static final String MESSAGE_END = "<|im_end|>";

  private static final List<String> ROLES = List.of("system", "user", "assistant", "tool");

  private static final String WORDS =
      "the and for are but not you all any can had her was one our out day get has him his how man new"
          + " now old see two way who boy did its let put say she too use dad mom run sun top box cup"
          + " dog end far few got hot job key law lot map net oil pay red sea yes ago";

  private static final char BLANK = '\u2581';
  private static final float BLANK_SCORE = 100;
  private static final int BYTES = 256;
  private static final int PRINTABLE_BEGIN = '!';
  private static final int PRINTABLE_END = '~';

  private final List<Token> tokens = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<Integer> answerTokens = new ArrayList<>();

  /** Creates the vocabulary, which is always the same. */
  public Vocabulary() {
    add("<unk>", 0, Kind.UNKNOWN);
    add("<s>", 0, Kind.CONTROL);
    add("</s>", 0, Kind.CONTROL);
    add(MESSAGE_BEGIN, 0, Kind.CONTROL);
    add(MESSAGE_END, 0, Kind.CONTROL);
    for (int value = 0; value < BYTES; value++) {
      add(String.format(Locale.ROOT, "<0x%02X>", value), 0, Kind.BYTE);
    }
    add(String.valueOf(BLANK), 0, Kind.NORMAL);
    for (char c = PRINTABLE_BEGIN; c <= PRINTABLE_END; c++) {
      add(String.valueOf(c), 0, Kind.NORMAL);
    }
    ROLES.forEach(role -> add(role, 0, Kind.USER_DEFINED));
    for (String word : WORDS.split(" ", -1)) {
      addBeginnings(word, 0);
      addBeginnings(BLANK + word, BLANK_SCORE);
      answerTokens.add(id(BLANK + word));
    }
  }

  /** The kinds of tokens that GGUF tells apart. */
  enum Kind {
    NORMAL(1),
    UNKNOWN(2),
    CONTROL(3),
    /** Found in a text before it is split, wherever it stands. */
    USER_DEFINED(4),
    BYTE(6);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /** A token; of two merges that are possible the one of the higher score happens. */
  record Token(String text, float score, Kind kind) {}

  private void addBeginnings(String word, float score) {
    for (int length = 2; length <= word.length(); length++) {
      String begin = word.substring(0, length);
      if (!ids.containsKey(begin)) {
        add(begin, score + length, Kind.NORMAL);
      }
    }
  }

  private void add(String text, float score, Kind kind) {
    ids.put(text, tokens.size());
    tokens.add(new Token(text, score, kind));
  }

  /** Returns all tokens; a token's place is its id. */
  List<Token> tokens() {
    return tokens;
  }

  /** Returns the id of a token that there is. */
  int id(String text) {
    return Objects.requireNonNull(ids.get(text), text);
  }

  /**
   * The token that ends an answer.
   *
   * @return its id
   */
  public int endOfAnswer() {
    return id(MESSAGE_END);
  }

  /**
   * The tokens that answers should consist of: the words.
   *
   * @return their ids
   */
  public List<Integer> answerTokens() {
    return List.copyOf(answerTokens);
  }

  /**
   * How many tokens there are.
   *
   * @return the count
   */
  public int size() {
    return tokens.size();
  }
}
