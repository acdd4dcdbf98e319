package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Compares {@link ThunderClient#chat} with calls without Thunder, all to one server on loopback. One
 * caller sends its next turn when the last one is answered (a closed loop), so these are latencies
 * without queueing. The three ways take turns in short rounds, so that whatever else the machine
 * does meets them alike.
 */
final class ChatBenchmark implements Benchmark {

  private static final int ROUND_CALLS = 50;
  private static final int ROUND_CALLS_LARGE = 10;
  private static final long CAPACITY_TOKENS = 1_000_000;

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
    try (LoopbackServer server = LoopbackServer.start()) {
      List<ChatMessage> small = Prompt.of(1, 1_000);
      List<ChatMessage> large = Prompt.of(100, 4_000);
      compare("1KB", server, small, ROUND_CALLS, effort.pick(400, 100), figures);
      compare("400KB", server, large, ROUND_CALLS_LARGE, effort.pick(200, 60), figures);
    }
  }

  private void compare(
      String size,
      LoopbackServer server,
      List<ChatMessage> messages,
      int roundCalls,
      int rounds,
      Figures figures)
      throws IOException {
    Backend backend = Backend.vllm(server.url()).withCapacityTokens(CAPACITY_TOKENS);
    try (BareCalls bare = new BareCalls(server.chatUrl());
        ThunderClient thunder = ThunderClient.builder()
            .transport(OkHttpTransport.create())
            .backend(backend)
            .build()) {
      Arm bytes = new Arm("bare", bare.bytes(messages));
      Arm gson = new Arm("gson", bare.messages(messages));
      Arm chat =
          new Arm("thunder", () -> thunder.chat("program", messages).text().length());
      takeTurns(List.of(bytes, gson, chat), roundCalls, rounds);
      String prefix = name() + "." + size + ".";
      for (Arm arm : List.of(bytes, gson, chat)) {
        figures.addMicros(prefix + arm.name(), arm.nanos());
        figures.add(prefix + arm.name() + ".allocated", arm.allocatedPerCall(), "B/call");
      }
      for (Arm other : List.of(bytes, gson)) {
        addRatio(prefix + "thunder/" + other.name(), chat, other, figures);
      }
    }
  }

  /** As many rounds again go before, unrecorded. */
  private static void takeTurns(List<Arm> arms, int roundCalls, int rounds) throws IOException {
    List<Arm> order = new ArrayList<>(arms);
    for (int round = -rounds; round < rounds; round++) {
      for (Arm arm : order) {
        if (round < 0) {
          arm.warmUp(roundCalls);
        } else {
          arm.measure(roundCalls);
        }
      }
      Collections.rotate(order, 1);
    }
  }

  private static void addRatio(String name, Arm arm, Arm base, Figures figures) {
    figures.add(name + ".p50", ratio(arm.nanos(), base.nanos(), 50), "x");
    figures.add(name + ".p99", ratio(arm.nanos(), base.nanos(), 99), "x");
    double more = arm.allocatedPerCall() - base.allocatedPerCall();
    figures.add(name + ".extraAllocated", more, "B/call");
  }

  private static double ratio(Histogram one, Histogram other, double percentile) {
    return (double) one.getValueAtPercentile(percentile) / other.getValueAtPercentile(percentile);
  }
}
