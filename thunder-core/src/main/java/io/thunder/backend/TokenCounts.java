package io.thunder.backend;

/** The bound on every count of tokens, or of characters, that comes from outside. */
public final class TokenCounts {

  /** Far more than any engine holds, and so little that sums over all programs never overflow. */
  public static final long MAX = 1_000_000_000_000L;

  private TokenCounts() {}

  /**
   * Checks a count.
   *
   * @param count what was given
   * @param name what it is called
   * @return the count
   * @throws IllegalArgumentException if it is negative, or above {@link #MAX}
   */
  public static long checked(long count, String name) {
    if (count < 0 || count > MAX) {
      throw new IllegalArgumentException(name + " must be 0 to " + MAX + ", was " + count);
    }
    return count;
  }
}
