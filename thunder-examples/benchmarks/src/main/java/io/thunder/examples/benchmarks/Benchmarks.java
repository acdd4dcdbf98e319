package io.thunder.examples.benchmarks;

import io.thunder.Thunder;

/** Placeholder. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Prints one line.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    System.out.println(Thunder.name() + " benchmarks " + String.join("|", args));
  }
}
