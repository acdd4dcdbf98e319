package io.thunder.examples.benchmarks;

/**
 * Fixed work whose cost tells how fast a machine is, so that limits stated on one machine hold on
 * another. {@link References} does the work.
 *
 * <p>The stated costs are of the machine on which the budgets were stated: 2 cores of an AMD EPYC
 * (Zen 5, virtual machine), OpenJDK 17.0.15. Each is the median of 20 measurements in five JVMs,
 * which lay between 56 and 61 ns, and between 4.5 and 5.1 us.
 */
enum Reference {
  /** Computing and the caches: hash map operations, and loads that wait for each other. */
  COMPUTE("reference.compute", "ns", 58.7),
  /** Threads: one wakes another, and is woken by it. */
  WAKEUP("reference.wakeup", "us", 4.62);

  private final String figure;
  private final String unit;
  private final double stated;

  Reference(String figure, String unit, double stated) {
    this.figure = figure;
    this.unit = unit;
    this.stated = stated;
  }

  /** What its figures' names begin with. */
  String figure() {
    return figure;
  }

  String unit() {
    return unit;
  }

  /** What it costs where the budgets were stated. */
  double stated() {
    return stated;
  }
}
