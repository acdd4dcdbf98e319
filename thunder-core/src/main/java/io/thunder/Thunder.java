package io.thunder;

/** Names the library. */
public final class Thunder {
  private Thunder() {}

  /**
   * Returns the name of the library.
   *
   * @return the name
   */
  public static String name() {
    return "Thunder";
  }
}
