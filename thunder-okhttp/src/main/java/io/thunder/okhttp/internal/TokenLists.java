package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenIds;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what answers in tokens have in common. */
final class TokenLists {

  /** Of an answer that broke off inside the engine, though its status was good. */
  private static final String ERROR = "error";

  private TokenLists() {}

  /**
   * An array of token ids, read where it stands, without an object for each.
   *
   * @throws MalformedException if it is none
   */
  static TokenIds ids(String name, @Nullable JsonView array) throws MalformedException {
    if (array == null || !array.isArray()) {
      throw new MalformedException("no array " + name, array == null ? "" : array.raw());
    }
    String text = array.text();
    int[] ids = new int[(array.end() - array.start()) / 2];
    int count = 0;
    int at = array.start() + 1;
    while (at < array.end()) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        long id = 0;
        while (text.charAt(at) >= '0' && text.charAt(at) <= '9' && id <= Integer.MAX_VALUE) {
          id = id * 10 + text.charAt(at++) - '0';
        }
        if (id > Integer.MAX_VALUE || !isEnd(text.charAt(at))) {
          throw notIds(name, array);
        }
        ids[count++] = (int) id;
      } else if (isEnd(c)) {
        at++;
      } else {
        throw notIds(name, array);
      }
    }
    return TokenIds.of(Arrays.copyOf(ids, count));
  }

  /** What may follow a number, and stand between two; that it is in its place was checked before. */
  private static boolean isEnd(char c) {
    return c == ',' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private static MalformedException notIds(String name, JsonView array) {
    return new MalformedException(name + " are not token ids", array.raw());
  }

  /**
   * As many log-probabilities as there are tokens.
   *
   * @param list the entries, null if there is no list
   * @param number finds the number of an entry
   * @throws MalformedException if there are more or fewer, or one is no number
   */
  static double[] logprobs(int tokens, @Nullable JsonView list, NumberOf number)
      throws MalformedException {
    double[] logprobs = new double[tokens];
    int[] count = new int[1];
    JsonView[] wrong = new JsonView[1];
    if (list != null && list.isArray()) {
      list.items(entry -> {
        JsonView found = number.in(entry);
        Double value = found == null ? null : found.number();
        if (value == null || value.isInfinite()) { // as 1e999 is read
          wrong[0] = entry;
        } else if (count[0] < tokens) {
          logprobs[count[0]] = value;
        }
        count[0]++;
      });
    }
    if (wrong[0] != null) {
      throw new MalformedException("not a log-probability", wrong[0].raw());
    }
    if (count[0] != tokens) {
      throw new MalformedException(tokens + " tokens came with " + count[0] + " log-probabilities");
    }
    return logprobs;
  }

  /** Where the number is in an entry of a list; null if there is none. */
  interface NumberOf {
    @Nullable
    JsonView in(JsonView entry);
  }

  /** The reason, unless it is that the engine failed. */
  static @Nullable String finishReason(@Nullable String reason) throws MalformedException {
    if (ERROR.equals(reason)) {
      throw new MalformedException("it ended with an error of the engine");
    }
    return reason;
  }
}
