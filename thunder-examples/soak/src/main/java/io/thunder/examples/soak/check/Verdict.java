package io.thunder.examples.soak.check;

/**
 * Whether one thing that must hold does.
 *
 * @param name what is looked at
 * @param found what was found
 * @param passed whether that is well
 */
public record Verdict(String name, String found, boolean passed) {

  /**
   * A count that must be zero.
   *
   * @param name of what
   * @param count how many there are
   * @return the verdict
   */
  public static Verdict none(String name, long count) {
    return new Verdict(name, Long.toString(count), count == 0);
  }

  /**
   * A count that must be zero, with examples.
   *
   * @param name of what
   * @param count how many there are
   * @param examples some of them, empty if none is known
   * @return the verdict
   */
  public static Verdict none(String name, long count, String examples) {
    return count == 0 || examples.isEmpty()
        ? none(name, count)
        : new Verdict(name, count + ", such as " + examples, false);
  }
}
