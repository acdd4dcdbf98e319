package io.thunder.examples.replay;

import io.thunder.Thunder;

/** Placeholder. */
public final class Replay {
  private Replay() {}

  /**
   * Prints one line.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    System.out.println(Thunder.name() + " replay " + String.join("|", args));
  }
}
