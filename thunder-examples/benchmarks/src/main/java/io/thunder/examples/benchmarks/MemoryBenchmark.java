package io.thunder.examples.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * Measures the heap that programs take, by what they do. Then all are released and as many join
 * again, round after round: what the client keeps for the next program (arrays) is there after the
 * first round, so that what it has more after the last one was left behind by programs.
 */
final class MemoryBenchmark implements Benchmark {

  private static final int PROGRAMS = 100_000;
  private static final int PROGRAMS_MANY = 1_000_000;
  private static final int ROUNDS = 5;
  private static final int COLLECTIONS = 4;
  private static final long PAUSE_MILLIS = 100;
  private static final double KIB = 1_024;
  private static final double MIB = 1_024 * KIB;

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String about() {
    return "heap per idle, paused, waiting and active program, and what released ones leave";
  }

  @Override
  public void run(Effort effort, Figures figures) throws InterruptedException {
    measure("idle", Crowd.idle(PROGRAMS), PROGRAMS, figures);
    measure("paused", Crowd.paused(), PROGRAMS, figures);
    measure("waiting", Crowd.waiting(PROGRAMS), PROGRAMS, figures);
    measure("active", Crowd.active(PROGRAMS), PROGRAMS, figures);
    measureMany("idle", Crowd.idle(PROGRAMS_MANY), figures);
    if (effort == Effort.FULL) {
      measureMany("paused", Crowd.paused(), figures);
      measureMany("waiting", Crowd.waiting(PROGRAMS_MANY), figures);
      measureMany("active", Crowd.active(PROGRAMS_MANY), figures);
    }
  }

  private void measureMany(String state, Crowd crowd, Figures figures) throws InterruptedException {
    try (crowd) {
      addHeap(state, crowd, PROGRAMS_MANY, figures);
    }
  }

  private void measure(String state, Crowd crowd, int programs, Figures figures)
      throws InterruptedException {
    try (crowd) {
      long before = addHeap(state, crowd, programs, figures);
      crowd.leave();
      long afterFirst = usedBytes();
      for (int round = 1; round < ROUNDS; round++) {
        crowd.join(programs);
        crowd.leave();
      }
      double left = (double) (usedBytes() - afterFirst) / ((ROUNDS - 1) * (double) programs);
      figures.add(name() + "." + state + ".keptForNext", (afterFirst - before) / KIB, "KiB");
      // Whole bytes: no object is smaller than 16, and the JVM's own come and go.
      figures.add(name() + "." + state + ".leftPerReleased", Math.max(0, Math.rint(left)), "B");
    }
  }

  /** Returns what was used before. */
  private long addHeap(String state, Crowd crowd, int programs, Figures figures)
      throws InterruptedException {
    // Classes are loaded, and code that only runs once has run.
    crowd.join(1);
    crowd.leave();
    long before = usedBytes();
    crowd.join(programs);
    long heap = usedBytes() - before;
    crowd.requireState();
    String prefix = name() + "." + state + ".programs-" + programs;
    figures.add(prefix + ".heap", heap / MIB, "MiB");
    figures.add(prefix + ".perProgram", (double) heap / programs, "B");
    return before;
  }

  /** What is reachable: cleaners and references need more than one collection. */
  private long usedBytes() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(PAUSE_MILLIS);
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
