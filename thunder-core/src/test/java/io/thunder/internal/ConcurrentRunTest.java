package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.concurrency.Effort;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What many threads bring about must be what one thread brings about with the same commands in the
 * order in which the engine applied them: every verdict, every event, and the state at the end.
 */
@Tag("concurrency")
final class ConcurrentRunTest {

  private static final int AGENTS = 8;
  private static final int TURNS_EACH = 400;
  private static final int SEEDS = 4;
  private static final long BOUND_SECONDS = 60;

  @Test
  void submit_manyThreadsAndEventDrivenPolicy_decidesLikeOneThread() throws Exception {
    SchedulingPolicy policy = SchedulingPolicy.thunder().toBuilder()
        .idleGrace(Duration.ofSeconds(2))
        .reservationAfter(Duration.ofSeconds(30))
        .build();
    compareRuns(policy);
  }

  @Test
  void submit_manyThreadsAndTickingPolicy_decidesLikeOneThread() throws Exception {
    compareRuns(SchedulingPolicy.publishedWithDecay());
  }

  private static void compareRuns(SchedulingPolicy policy) throws Exception {
    for (long seed = 0; seed < Effort.times(SEEDS); seed++) {
      ConcurrentRun run = new ConcurrentRun(policy, seed, TURNS_EACH);
      runThreads(run);
      compare(run, policy.name() + ", seed " + seed);
    }
  }

  private static void compare(ConcurrentRun run, String name) {
    List<String> picture = run.picture();
    SequentialReplay replay = new SequentialReplay(run);
    assertThat(run.journal.size()).as("commands: %s", name).isEqualTo(run.submitted());
    assertThat(Arrays.mismatch(replay.events.toArray(), run.events.toArray()))
        .as("first event that differs: %s", name)
        .isEqualTo(-1);
    assertThat(replay.picture()).as("state: %s", name).isEqualTo(picture);
    assertThat(run.turns).as("turns: %s", name).hasSize(AGENTS * TURNS_EACH);
    assertThat(run.turns)
        .as("outcomes: %s", name)
        .allSatisfy(turn -> assertThat(replay.outcomeOf(turn))
            .as("turn %d", turn.id())
            .isEqualTo(SequentialReplay.outcome(turn)))
        .allMatch(turn -> turn.stage == TurnTicket.Stage.OVER);
  }

  private static void runThreads(ConcurrentRun run) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      int number = i;
      agents.add(start("test-agent-" + i, () -> run.agent(number)));
    }
    CompletableFuture<Void> weather = start("test-weather", () -> run.weather(over));
    try {
      for (CompletableFuture<Void> agent : agents) {
        agent.get(BOUND_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
    }
    weather.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Void> start(String name, Runnable work) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread = new Thread(
        () -> {
          try {
            work.run();
            end.complete(null);
          } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
          }
        },
        name);
    thread.setDaemon(true);
    thread.start();
    return end;
  }
}
