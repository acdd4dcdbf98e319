package io.thunder.simulation;

/** Tells in short what happens in the first seeds, so that other JVMs can be asked for the same. */
final class Stories {

  private static final int SEEDS = 50;
  private static final int STEPS = 1_000;

  private Stories() {}

  /**
   * Prints {@link #hash()}.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(hash());
  }

  /** Changes with anything that happens in any of them. */
  static long hash() {
    long hash = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      hash = 31 * hash + Simulation.run(seed, STEPS).hash();
    }
    return hash;
  }
}
