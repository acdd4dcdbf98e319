package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import java.io.IOException;

/**
 * Compares reading a streamed answer through {@link ThunderClient#stream} with reading the same
 * bytes from a bare OkHttp call. The server sends all chunks at once, so that this is the cost of a
 * chunk, not the time until it comes; the rest of the call is divided among {@value
 * LoopbackServer#STREAM_CHUNKS} chunks too.
 */
final class StreamBenchmark implements Benchmark {

  private static final int CALLS = 5;
  private static final int WARMUP_ROUNDS = 60;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double CHUNKS = LoopbackServer.STREAM_CHUNKS;

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public String about() {
    return "time and allocation per chunk of a streamed answer, beside a bare OkHttp call";
  }

  @Override
  public void run(Effort effort, Figures figures) throws IOException {
    try (LoopbackServer server = LoopbackServer.start();
        Arms arms = Arms.ofStream(server.streamingUrl(), Prompt.of(1, 1_000))) {
      arms.takeTurns(WARMUP_ROUNDS, effort.pick(200, 60), CALLS);
      for (Arm arm : arms.all()) {
        String prefix = name() + "." + arm.name();
        figures.add(prefix + ".perChunk", medianMicros(arm) / CHUNKS, "us");
        figures.add(prefix + ".allocatedPerChunk", arm.allocated() / CHUNKS, "B");
      }
      for (Arm other : arms.others()) {
        String prefix = name() + ".thunder/" + other.name();
        double more = arms.thunder().allocated() - other.allocated();
        figures.add(prefix + ".perChunk", medianMicros(arms.thunder()) / medianMicros(other), "x");
        figures.add(prefix + ".extraAllocatedPerChunk", more / CHUNKS, "B");
      }
    }
  }

  private static double medianMicros(Arm arm) {
    return arm.nanos().getValueAtPercentile(50) / NANOS_PER_MICRO;
  }
}
