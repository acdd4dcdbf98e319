package io.thunder.tokens;

import java.util.Arrays;

/**
 * A sequence of token ids, such as a prompt that was tokenised already. Immutable, four bytes a
 * token: a history can be kept, shared and continued without being copied by whoever takes it.
 */
public final class TokenIds {

  private static final TokenIds NONE = new TokenIds(new int[0]);

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final int[] ids;

  private TokenIds(int[] ids) {
    this.ids = ids;
  }

  /**
   * Copies ids.
   *
   * @param ids ids of the model's vocabulary, none negative
   * @return the sequence
   */
  public static TokenIds of(int... ids) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0) {
        throw new IllegalArgumentException("token " + i + " must be >= 0, was " + ids[i]);
      }
    }
    return ids.length == 0 ? NONE : new TokenIds(ids.clone());
  }

  /**
   * How many there are.
   *
   * @return tokens
   */
  public int size() {
    return ids.length;
  }

  /**
   * One of them.
   *
   * @param index from 0
   * @return the id
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public int at(int index) {
    return ids[index];
  }

  /**
   * All of them.
   *
   * @return a copy
   */
  public int[] toArray() {
    return ids.clone();
  }

  /**
   * This sequence and then another one, as a history is continued by an answer.
   *
   * @param more what follows
   * @return both
   */
  public TokenIds plus(TokenIds more) {
    if (ids.length == 0 || more.ids.length == 0) {
      return ids.length == 0 ? more : this;
    }
    int[] both = Arrays.copyOf(ids, ids.length + more.ids.length);
    System.arraycopy(more.ids, 0, both, ids.length, more.ids.length);
    return new TokenIds(both);
  }

  /**
   * A key of the first ids, the same for every sequence that begins with them.
   *
   * @param length how many of them
   * @param seed tells sequences of different vocabularies apart
   */
  long keyOf(int length, long seed) {
    long hash = seed;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ ids[i]) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds tokens && Arrays.equals(ids, tokens.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  /** Names the size only: prompts do not belong into logs. */
  @Override
  public String toString() {
    return "TokenIds[" + ids.length + " tokens]";
  }
}
