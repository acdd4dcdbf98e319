package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.backend.Backend;
import io.thunder.chat.Usage;
import java.time.Duration;

/** Clients without a transport, on backends whose capacity is given. */
final class Fleets {

  /** Placed up to this share of a capacity by the default policy. */
  private static final double ADMIT_WATERMARK = 0.92;

  private Fleets() {}

  /**
   * A client whose futures complete on the thread that frees the room.
   *
   * @param backends how many
   * @param tokens what may be placed on each
   */
  static ThunderClient direct(int backends, long tokens) {
    return build(ThunderClient.builder().executor(Runnable::run), backends, tokens);
  }

  /**
   * A client with a policy of its own, or an executor.
   *
   * @param builder what is set already
   * @param backends how many
   * @param tokens what may be placed on each
   */
  static ThunderClient build(ThunderClient.Builder builder, int backends, long tokens) {
    long capacity = (long) Math.ceil(tokens / ADMIT_WATERMARK) + 1;
    for (int i = 0; i < backends; i++) {
      builder.backend(
          Backend.vllm("http://localhost:8000").withId("b" + i).withCapacityTokens(capacity));
    }
    return builder
        .programIdleTimeout(Duration.ofDays(1))
        .waitingTurnsMax(Integer.MAX_VALUE)
        .build();
  }

  /** Gives every program one turn, after which it acts and holds its context. */
  static void register(ThunderClient client, String[] programs, TurnDemand demand, Usage usage) {
    for (String program : programs) {
      client.admit(program, demand).complete(usage);
    }
  }

  /** Names that are as long as real ones tend to be. */
  static String[] names(String prefix, int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = String.format("%s-%08d", prefix, i);
    }
    return names;
  }
}
