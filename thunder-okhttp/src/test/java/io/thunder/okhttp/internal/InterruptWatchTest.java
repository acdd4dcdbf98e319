package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.transport.CancelSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

final class InterruptWatchTest {

  private final TurnsInFlight turns = new TurnsInFlight();
  private final List<Runnable> started = new ArrayList<>();
  private final Queue<Runnable> pauses = new ArrayDeque<>();
  private int pausesTaken;

  /** No thread is started: tests run its work themselves. */
  private final InterruptWatch watch = new InterruptWatch(turns, started::add, this::pause);

  @Test
  void scan_nobodyWaits_says() {
    assertThat(watch.scan()).isFalse();
    turns.begin(turn());
    assertThat(watch.scan()).as("a turn that no thread waits for").isFalse();
  }

  @Test
  void scan_interruptedWaiter_cancelsItsTurnOnly() {
    Turn interrupted = turn();
    Turn other = turn();
    turns.begin(interrupted);
    turns.begin(other);
    Thread waiter = new Thread(() -> {});
    other.waiter(waiter);
    interrupted.waiter(Thread.currentThread());
    Thread.currentThread().interrupt();
    try {
      assertThat(watch.scan()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).as("stays interrupted").isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(interrupted.call().isCanceled()).isTrue();
    assertThat(other.call().isCanceled()).isFalse();
  }

  @Test
  void scan_turnEnded_leavesItAlone() {
    Turn turn = turn();
    turns.begin(turn);
    turn.waiter(Thread.currentThread());
    turns.end(turn);
    Thread.currentThread().interrupt();
    try {
      assertThat(watch.scan()).isFalse();
    } finally {
      Thread.interrupted();
    }
    assertThat(turn.call().isCanceled()).isFalse();
  }

  @Test
  void watch_manyTurns_startsOneThread() {
    watch.watch();
    watch.watch();
    assertThat(started).hasSize(1);
  }

  @Test
  void run_nobodyWaits_endsAndIsStartedAgain() {
    watch.watch();
    started.get(0).run();
    assertThat(pausesTaken).isEqualTo(InterruptWatch.IDLE_SCANS_MAX + 1);

    watch.watch();
    assertThat(started).hasSize(2);
  }

  @Test
  void run_turnBegunWhileIdle_goesOn() {
    Turn turn = turn();
    turn.waiter(Thread.currentThread());
    for (int i = 0; i < InterruptWatch.IDLE_SCANS_MAX; i++) {
      pauses.add(() -> {});
    }
    pauses.add(() -> turns.begin(turn));
    pauses.add(() -> turns.end(turn));
    watch.watch();
    started.get(0).run();
    assertThat(pausesTaken).isEqualTo(2 * InterruptWatch.IDLE_SCANS_MAX + 2);
  }

  @Test
  void run_transportClosed_endsAtOnce() {
    turns.close();
    watch.watch();
    started.get(0).run();
    assertThat(pausesTaken).isEqualTo(1);
  }

  private void pause() {
    pausesTaken++;
    Runnable next = pauses.poll();
    if (next != null) {
      next.run();
    }
  }

  private static Turn turn() {
    TurnFactory factory = new TurnFactory(new OkHttpClient(), Headers.EMPTY, () -> 0);
    return factory.create(
        Backend.vllm("http://localhost:8000"),
        ChatRequest.of(List.of(ChatMessage.user("hi"))),
        /* streamed= */ false,
        new CancelSignal());
  }
}
