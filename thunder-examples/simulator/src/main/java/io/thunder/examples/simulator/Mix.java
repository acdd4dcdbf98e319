package io.thunder.examples.simulator;

/** Mixing of 64-bit values into well distributed, reproducible hashes. */
public final class Mix {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** Returns a hash in which every input bit reaches every output bit (the SplitMix64 finaliser). */
  public static long hash(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a hash of an ordered pair. */
  public static long hash(long first, long second) {
    return hash(hash(first) ^ second);
  }
}
