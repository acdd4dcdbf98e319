package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.chat.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures the heap that idle programs take, their names included. */
final class MemoryBenchmark implements Benchmark {

  private static final int PROGRAMS = 100_000;
  private static final int COLLECTIONS = 4;
  private static final long PAUSE_MILLIS = 100;
  private static final double KIB = 1_024;
  private static final TurnDemand DEMAND = TurnDemand.ofChars(4_000);
  private static final Usage USAGE = new Usage(1_000, 24, 0L);
  private static final long ROOM_TOKENS = 2_048L * PROGRAMS;

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String about() {
    return "heap per registered idle program, and what is left after all are released";
  }

  @Override
  public void run(Effort effort, Figures figures) throws InterruptedException {
    try (ThunderClient client = Fleets.direct(1, ROOM_TOKENS)) {
      // Classes are loaded, and code that only runs once has run.
      client.admit("first", DEMAND).complete(USAGE);
      long before = usedBytes();
      for (int i = 0; i < PROGRAMS; i++) {
        client.admit(nameOf(i), DEMAND).complete(USAGE);
      }
      long registered = usedBytes() - before;
      for (int i = 0; i < PROGRAMS; i++) {
        client.release(nameOf(i));
      }
      long left = usedBytes() - before;
      figures.add(name() + ".perProgram", (double) registered / PROGRAMS, "B");
      figures.add(name() + ".programs-" + PROGRAMS, registered / KIB, "KiB");
      figures.add(name() + ".afterRelease", left / KIB, "KiB");
    }
  }

  private static String nameOf(int program) {
    return String.format("program-%08d", program);
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
