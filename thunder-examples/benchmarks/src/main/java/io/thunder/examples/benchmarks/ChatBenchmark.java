package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.chat.ChatMessage;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Compares {@link ThunderClient#chat} with calls without Thunder, all to one server on loopback. One
 * caller sends its next turn when the last one is answered (a closed loop), so these are latencies
 * without queueing.
 */
final class ChatBenchmark implements Benchmark {

  /** In one turn: enough that the first, which finds nothing cached, does not make the p99. */
  private static final int CALLS = 200;

  private static final int CALLS_LARGE = 50;

  /**
   * What only one arm runs is called a third as often as what OkHttp does for all; with fewer rounds
   * it is still compiled while it is measured.
   */
  private static final int WARMUP_ROUNDS = 250;

  private static final int WARMUP_ROUNDS_LARGE = 150;

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public String about() {
    return "latency and allocation of chat() and of bare OkHttp calls, side by side on loopback";
  }

  @Override
  public void run(Effort effort, Figures figures) throws IOException {
    List<ChatMessage> small = Prompt.of(1, 1_000);
    List<ChatMessage> large = Prompt.of(100, 4_000);
    try (LoopbackServer server = LoopbackServer.start();
        Arms smallArms = Arms.ofChat(server.url(), small);
        Arms largeArms = Arms.ofChat(server.url(), large)) {
      smallArms.takeTurns(WARMUP_ROUNDS, effort.pick(600, 200), CALLS);
      add("1KB", smallArms, figures);
      Arm newTexts = largeArms.newTexts(large);
      largeArms.takeTurns(WARMUP_ROUNDS_LARGE, effort.pick(120, 40), CALLS_LARGE, newTexts);
      add("400KB", largeArms, figures);
      addNewTexts("400KB", newTexts, largeArms.bare(), figures);
      double more = largeArms.thunder().allocated() - smallArms.thunder().allocated();
      figures.add(name() + ".400KB.thunder.bodyCopies", more / Prompt.chars(large), "x");
    }
  }

  private void add(String size, Arms arms, Figures figures) {
    String prefix = name() + "." + size + ".";
    for (Arm arm : arms.all()) {
      figures.addMicros(prefix + arm.name(), arm.nanos());
      figures.addMicros(prefix + arm.name() + ".first", arm.firstNanos());
      figures.add(prefix + arm.name() + ".allocatedByCaller", arm.allocatedByCaller(), "B/call");
      figures.add(prefix + arm.name() + ".allocated", arm.allocated(), "B/call");
    }
    Arm thunder = arms.thunder();
    for (Arm other : arms.others()) {
      String name = prefix + "thunder/" + other.name();
      figures.add(name + ".p50", ratio(thunder.nanos(), other.nanos(), 50), "x");
      figures.add(name + ".p99", ratio(thunder.nanos(), other.nanos(), 99), "x");
      figures.add(name + ".extraAllocated", thunder.allocated() - other.allocated(), "B/call");
    }
  }

  private void addNewTexts(String size, Arm arm, Arm bare, Figures figures) {
    String prefix = name() + "." + size + ".";
    figures.addMicros(prefix + arm.name(), arm.nanos());
    figures.add(prefix + arm.name() + "/bare.p50", ratio(arm.nanos(), bare.nanos(), 50), "x");
  }

  private static double ratio(Histogram one, Histogram other, double percentile) {
    return (double) one.getValueAtPercentile(percentile) / other.getValueAtPercentile(percentile);
  }
}
