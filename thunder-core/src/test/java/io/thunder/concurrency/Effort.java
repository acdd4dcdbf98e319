package io.thunder.concurrency;

/**
 * How thorough the tests of concurrency are: a little in every build, more with {@code -P
 * concurrency}, or with {@code -Dthunder.effort=N} for N times as much.
 */
public final class Effort {

  private static final int FACTOR = Integer.getInteger("thunder.effort", 1);

  private Effort() {}

  /** So many times, or a multiple of it. */
  public static int times(int number) {
    return Math.multiplyExact(number, FACTOR);
  }
}
