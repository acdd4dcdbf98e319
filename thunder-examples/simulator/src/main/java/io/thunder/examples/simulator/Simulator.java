package io.thunder.examples.simulator;

import io.thunder.Thunder;

/** Placeholder. */
public final class Simulator {
  private Simulator() {}

  /**
   * Prints one line.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    System.out.println(Thunder.name() + " simulator " + String.join("|", args));
  }
}
