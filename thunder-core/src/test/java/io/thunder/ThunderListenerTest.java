package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thunder.error.BackendFailedException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners hear, and that they can hurt nobody. */
final class ThunderListenerTest {

  /** Writes what happens as words. */
  private static final class Words implements ThunderListener {

    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void onTurnQueued(ThunderEvent.TurnQueued event) {
      heard.add("queued " + event.program());
    }

    @Override
    public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
      heard.add("admitted " + event.program());
    }

    @Override
    public void onTurnEnded(ThunderEvent.TurnEnded event) {
      heard.add("ended " + event.program() + " " + event.outcome());
    }

    @Override
    public void onTurnRefused(ThunderEvent.TurnRefused event) {
      heard.add("refused " + event.program());
    }

    @Override
    public void onProgramPaused(ThunderEvent.ProgramPaused event) {
      heard.add("paused " + event.program());
    }

    @Override
    public void onProgramResumed(ThunderEvent.ProgramResumed event) {
      heard.add("resumed " + event.program());
    }

    @Override
    public void onProgramEnded(ThunderEvent.ProgramEnded event) {
      heard.add("over " + event.program() + " " + event.reason());
    }

    @Override
    public void onBackendChanged(ThunderEvent.BackendChanged event) {
      heard.add(event.backend() + " " + event.health());
    }
  }

  private final Words words = new Words();

  @Test
  void listener_lifeOfTwoPrograms_hearsItInOrder() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().listener(words).executor(Runnable::run), 1)) {
      bench.transport.then(FakeTransport.fail(new BackendFailedException("broke", 500, null)));
      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL)).hasMessage("broke");
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(1_600));
      var waiting = bench.client.chatAsync("q", ClientBench.SMALL);
      var given = bench.client.chatAsync("r", ClientBench.SMALL);
      given.cancel(true);
      lease.complete(FakeTransport.USAGE);
      bench.client.release("p");
      assertThat(waiting).isDone();
    }

    assertThat(words.heard)
        .containsExactly(
            "b0 UNKNOWN",
            "b0 UP",
            "admitted p",
            "ended p FAILED",
            "admitted p",
            "queued q",
            "queued r",
            "refused r",
            "ended p SUCCEEDED",
            "admitted q",
            "ended q SUCCEEDED",
            "over p RELEASED",
            "over q CLOSED",
            "over r CLOSED");
  }

  @Test
  void listener_thatThrows_hurtsNobody() {
    ThunderListener broken = new ThunderListener() {
      @Override
      public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
        throw new IllegalStateException("thrown by a listener");
      }

      @Override
      public void onTurnEnded(ThunderEvent.TurnEnded event) {
        throw new AssertionError("thrown by a listener");
      }
    };
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().listener(broken).listener(words).executor(one), 1)) {
      bench.client.chat("p", ClientBench.SMALL);
      bench.client.chat("p", ClientBench.SMALL);

      Await.until(
          () -> words.heard.stream().filter(w -> w.equals("ended p SUCCEEDED")).count() == 2,
          "both ends heard");
    } finally {
      one.shutdown();
    }
  }

  @Test
  void listener_executorThatFailsOnce_hearsWhatFollowsAndStopsNoTick() {
    AtomicBoolean broken = new AtomicBoolean();
    Executor executor = task -> {
      if (broken.compareAndSet(true, false)) {
        throw new OutOfMemoryError("unable to create a thread");
      }
      task.run();
    };
    try (ClientBench bench = new ClientBench(
        ClientBench.builder()
            .listener(words)
            .executor(executor)
            .programIdleTimeout(Duration.ofMinutes(1)),
        1)) {
      bench.client.chat("p", ClientBench.SMALL);
      bench.time.advance(Duration.ofSeconds(30));
      bench.client.chat("q", ClientBench.SMALL);

      broken.set(true);
      bench.time.advance(Duration.ofSeconds(31));
      assertThat(broken).as("a tick met it").isFalse();
      bench.time.advance(Duration.ofSeconds(30));

      assertThat(words.heard).endsWith("over p EXPIRED", "over q EXPIRED");
    }
  }

  @Test
  void listener_thatCallsTheClient_isNotInsideTheEngine() {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    ThunderClient[] client = new ThunderClient[1];
    ThunderListener curious = new ThunderListener() {
      @Override
      public void onTurnEnded(ThunderEvent.TurnEnded event) {
        sizes.add(client[0].snapshot().programs().size());
        client[0].release("p");
      }
    };
    try (ClientBench bench = new ClientBench(
        ClientBench.builder().listener(curious).listener(words).executor(Runnable::run), 1)) {
      client[0] = bench.client;

      bench.client.chat("p", ClientBench.SMALL);

      assertThat(sizes).containsExactly(1);
      assertThat(bench.knows("p")).isFalse();
      assertThat(words.heard).endsWith("ended p SUCCEEDED", "over p RELEASED");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listener_thatReleasesBetweenTwoAttempts_beginsNoProgramAnew(boolean waits) {
    ThunderClient[] client = new ThunderClient[1];
    ThunderListener releasing = new ThunderListener() {
      @Override
      public void onTurnEnded(ThunderEvent.TurnEnded event) {
        client[0].release("p");
      }
    };
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().listener(releasing).executor(Runnable::run), 2)) {
      client[0] = bench.client;
      bench.transport.then(FakeTransport.fail(new BackendFailedException("busy", 503, null)));

      Throwable failure = waits
          ? catchThrowable(() -> bench.client.chat("p", ClientBench.SMALL))
          : Await.failure(bench.client.chatAsync("p", ClientBench.SMALL));

      assertThat(failure).isInstanceOf(ProgramReleasedException.class);
      assertThat(bench.knows("p")).isFalse();
      assertThat(bench.transport.calls).hasSize(1);
    }
  }

  @Test
  void listener_thatClosesTheClientInATick_leavesNoTimer() {
    ThunderClient[] client = new ThunderClient[1];
    ThunderListener impatient = new ThunderListener() {
      @Override
      public void onProgramEnded(ThunderEvent.ProgramEnded event) {
        client[0].close();
      }
    };
    try (ClientBench bench = new ClientBench(
        ClientBench.builder()
            .listener(impatient)
            .executor(Runnable::run)
            .programIdleTimeout(Duration.ofMinutes(1)),
        1)) {
      client[0] = bench.client;
      bench.client.chat("p", ClientBench.SMALL);

      bench.time.advance(Duration.ofMinutes(1));

      assertThat(bench.time.scheduled()).isZero();
    }
  }

  @Test
  void listener_manyThreads_hearsAnAdmissionBeforeEachEnd() {
    try (ClientBench bench = new ClientBench(ClientBench.builder().listener(words), 1)) {
      List<Calling<String>> calls = IntStream.range(0, 8)
          .mapToObj(i -> Calling.start(() -> {
            for (int turn = 0; turn < 50; turn++) {
              bench.client.chat("p" + i, ClientBench.SMALL);
            }
            return "done";
          }))
          .toList();
      calls.forEach(call -> assertThat(call.value()).isEqualTo("done"));

      for (int i = 0; i < 8; i++) {
        String program = "p" + i;
        Await.until(() -> count("ended " + program + " SUCCEEDED") == 50, "all ends heard");
        List<String> own = words.heard.stream()
            .filter(w -> w.equals("admitted " + program) || w.startsWith("ended " + program + " "))
            .toList();
        for (int at = 0; at < own.size(); at++) {
          assertThat(own.get(at)).startsWith(at % 2 == 0 ? "admitted" : "ended");
        }
      }
    }
  }

  private long count(String word) {
    return words.heard.stream().filter(word::equals).count();
  }

  @Test
  void events_ofEveryKind_reachTheirMethod() {
    new ThunderEvent.ProgramEnded(new ProgramId("p"), EndReason.EXPIRED).deliverTo(words);
    new ThunderEvent.TurnRefused(new ProgramId("p"), 1, "why").deliverTo(words);

    assertThat(words.heard).containsExactly("over p EXPIRED", "refused p");
    assertThat(TurnOutcome.values()).hasSize(5);
  }
}
