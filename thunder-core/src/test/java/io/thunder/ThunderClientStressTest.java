package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many threads at once; every turn must have exactly one outcome, and nothing may be left. */
final class ThunderClientStressTest {

  private static final int THREADS = 8;
  private static final int TURNS = 5_000;

  /** Counts how turns begin and end. */
  private static final class Counts implements ThunderListener {

    final AtomicLong admitted = new AtomicLong();
    final AtomicLong ended = new AtomicLong();

    @Override
    public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
      admitted.incrementAndGet();
    }

    @Override
    public void onTurnEnded(ThunderEvent.TurnEnded event) {
      ended.incrementAndGet();
    }
  }

  @Test
  void admit_manyThreads_endsEveryTurnOnce() {
    Counts counts = new Counts();
    // Programs of quiet agents hold what others wait for, until a reservation takes it from them.
    SchedulingPolicy policy =
        ClientBench.policy().toBuilder().reservationAfter(Duration.ofSeconds(1)).build();
    try (ClientBench bench =
        new ClientBench(ThunderClient.builder().policy(policy).listener(counts), 3)) {
      List<Calling<Integer>> agents = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        agents.add(Calling.start(() -> leases(bench.client, seed)));
      }
      AtomicBoolean over = new AtomicBoolean();
      Calling<Boolean> clock = Calling.start(() -> {
        while (!over.get()) {
          bench.time.advance(Duration.ofSeconds(1));
          LockSupport.parkNanos(20_000);
        }
        return true;
      });
      agents.forEach(agent -> assertThat(agent.value()).isEqualTo(TURNS));
      over.set(true);
      assertThat(clock.value()).isTrue();

      bench.assertNoTurnLeft();
      long all = (long) THREADS * TURNS;
      Await.until(() -> counts.ended.get() == all, "an end for each turn");
      assertThat(counts.admitted).hasValue(all);
    }
  }

  private static Integer leases(ThunderClient client, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int turn = 0; turn < TURNS; turn++) {
      long tokens = random.nextLong(1, 900);
      TurnLease lease = client.admit("p" + seed + "-" + turn % 3, TurnDemand.ofTokens(tokens));
      if (random.nextInt(4) == 0) {
        lease.progress(random.nextLong(200));
      }
      if (random.nextInt(8) > 0) {
        lease.complete(new Usage(tokens, random.nextLong(100), null));
      } else {
        lease.fail(new IllegalStateException("drawn"));
      }
    }
    return TURNS;
  }

  @Test
  void chat_manyThreadsReleasesCancelsAndFailures_leavesNothing() {
    try (ClientBench bench = new ClientBench(3)) {
      bench.transport.otherwise(call -> {
        if ((call.request.promptChars() & 7) == 0) {
          call.fail(new io.thunder.error.BackendFailedException("drawn", 503, null));
        } else {
          call.answer("ok");
        }
      });
      AtomicInteger outcomes = new AtomicInteger();
      List<Calling<Boolean>> agents = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        agents.add(Calling.start(() -> turns(bench.client, seed, outcomes)));
      }
      Calling<Boolean> weather = Calling.start(() -> weather(bench));
      agents.forEach(agent -> assertThat(agent.value()).isTrue());
      assertThat(weather.value()).isTrue();

      assertThat(outcomes).hasValue(THREADS * TURNS / 5);
      bench.assertNoTurnLeft();
    }
  }

  /** Turns of all kinds on few programs that all threads share. */
  private static boolean turns(ThunderClient client, int seed, AtomicInteger outcomes) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int turn = 0; turn < TURNS / 5; turn++) {
      String program = "p" + random.nextInt(12);
      String text = "x".repeat(random.nextInt(2_500));
      try {
        switch (random.nextInt(5)) {
          case 0 -> {
            CompletableFuture<ChatResponse> answer =
                client.chatAsync(program, ClientBench.request(text));
            answer.cancel(true);
          }
          case 1 ->
            Await.value(client
                .chatAsync(program, ClientBench.request(text))
                .handle((answer, failure) -> true));
          case 2 -> {
            try (var stream = client.stream(program, ClientBench.request(text))) {
              if (random.nextBoolean()) {
                stream.forEachRemaining(chunk -> {});
              }
            }
          }
          case 3 -> client.release(program);
          default -> client.chat(program, ClientBench.request(text));
        }
      } catch (ThunderException expected) {
        assertThat(expected).hasMessageNotContaining("xxxx");
      }
      outcomes.incrementAndGet();
    }
    return true;
  }

  /** Probes, capacities and time, as they change under the turns. */
  private static boolean weather(ClientBench bench) {
    SplittableRandom random = new SplittableRandom(99);
    for (int i = 0; i < 500; i++) {
      String backend = "b" + random.nextInt(1, 3); // b0 stays up
      if (random.nextInt(3) == 0) {
        bench.transport.dies(backend);
      } else {
        bench.transport.reads(backend, BackendReading.EMPTY);
      }
      bench.time.advance(Duration.ofMillis(random.nextLong(200)));
    }
    bench.transport.reads("b1", BackendReading.EMPTY);
    bench.transport.reads("b2", BackendReading.EMPTY);
    bench.time.advance(Duration.ofSeconds(6));
    return true;
  }
}
