package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.chat.Usage;
import java.util.Arrays;

/**
 * Measures how long a self-check takes. It looks at every program and backend, and the engine decides
 * nothing meanwhile, so that this is also how long a turn may have to wait for it.
 */
final class SelfCheckBenchmark implements Benchmark {

  private static final int[] PROGRAMS = {1_000, 100_000, 1_000_000};
  private static final int BACKENDS = 64;
  private static final int CHECKS = 40;
  private static final int CHECKS_QUICK = 10;

  /** Unmeasured: until it is compiled. */
  private static final int CHECKS_FIRST = 10;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final TurnDemand DEMAND = TurnDemand.ofTokens(1_000);
  private static final Usage USAGE = new Usage(1_000, 24, 0L);
  private static final long ROOM_TOKENS = 2_000;

  @Override
  public String name() {
    return "selfcheck";
  }

  @Override
  public String about() {
    return "time of a self-check, by programs on 64 backends";
  }

  @Override
  public void run(Effort effort, Figures figures) {
    for (int programs : PROGRAMS) {
      try (ThunderClient client = Fleets.direct(BACKENDS, ROOM_TOKENS * programs)) {
        Fleets.register(client, Fleets.names("program", programs), DEMAND, USAGE);
        measure(client, effort, name() + ".programs-" + programs, figures);
      }
    }
  }

  private static void measure(ThunderClient client, Effort effort, String prefix, Figures figures) {
    for (int i = 0; i < CHECKS_FIRST; i++) {
      long unused = check(client);
    }
    double[] millis = new double[effort.pick(CHECKS, CHECKS_QUICK)];
    Arrays.setAll(millis, i -> check(client) / NANOS_PER_MILLI);
    Arrays.sort(millis);
    figures.add(prefix + ".p50", millis[millis.length / 2], "ms");
    figures.add(prefix + ".max", millis[millis.length - 1], "ms");
  }

  private static long check(ThunderClient client) {
    long begin = System.nanoTime();
    if (!client.selfCheck().isEmpty()) {
      throw new IllegalStateException("the client is not as it should be: " + client.selfCheck());
    }
    return System.nanoTime() - begin;
  }
}
