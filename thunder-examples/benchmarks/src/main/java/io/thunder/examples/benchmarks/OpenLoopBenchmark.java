package io.thunder.examples.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** Runs the arms of the chat benchmark as an {@link OpenLoop}, in turns of half a second. */
final class OpenLoopBenchmark implements Benchmark {

  private static final int[] CALLS_PER_SECOND = {200, 1_000};
  private static final double TURN_SECONDS = 0.5;
  private static final int WARMUP_ROUNDS = 6;
  private static final int THREADS = 64;
  private static final int DIGITS = 3;

  @Override
  public String name() {
    return "openloop";
  }

  @Override
  public String about() {
    return "latency of the same calls when they come at fixed times, counted from those times";
  }

  @Override
  public void run(Effort effort, Figures figures) throws IOException, InterruptedException {
    try (LoopbackServer server = LoopbackServer.start();
        Arms arms = Arms.ofChat(server.url(), Prompt.of(1, 1_000));
        OpenLoop loop = new OpenLoop(THREADS)) {
      for (int rate : CALLS_PER_SECOND) {
        takeTurns(loop, arms.all(), rate, WARMUP_ROUNDS);
        takeTurns(loop, arms.all(), rate, effort.pick(20, 6)).forEach((arm, nanos) -> {
          String prefix = name() + ".1KB.rate-" + rate + "." + arm.name();
          figures.addMicros(prefix, nanos);
          figures.addMaxMicros(prefix, nanos);
        });
      }
    }
  }

  private static Map<Arm, Histogram> takeTurns(OpenLoop loop, List<Arm> arms, int rate, int rounds)
      throws IOException, InterruptedException {
    Map<Arm, Histogram> seen = new LinkedHashMap<>();
    arms.forEach(arm -> seen.put(arm, new Histogram(DIGITS)));
    List<Arm> order = new ArrayList<>(arms);
    for (int round = 0; round < rounds; round++) {
      for (Arm arm : order) {
        loop.run(
            arm.caller(), rate, (int) (rate * TURN_SECONDS), Objects.requireNonNull(seen.get(arm)));
      }
      Collections.rotate(order, 1); // what one leaves to be done, another would always pay for
    }
    return seen;
  }
}
