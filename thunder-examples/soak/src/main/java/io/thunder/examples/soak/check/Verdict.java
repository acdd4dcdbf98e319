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
   * A count that must be zero, with an example.
   *
   * @param name of what
   * @param count how many there are
   * @param example one of them, empty if there is none
   * @return the verdict
   */
  public static Verdict none(String name, long count, String example) {
    return new Verdict(name, count == 0 ? "0" : count + ", such as " + example, count == 0);
  }
}
