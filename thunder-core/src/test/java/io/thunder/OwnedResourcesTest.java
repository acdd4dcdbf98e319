package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.EndReason;
import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What programs own is closed once, whatever ends them. */
final class OwnedResourcesTest {

  private final List<String> closed = new CopyOnWriteArrayList<>();

  private AutoCloseable resource(String name) {
    return () -> closed.add(name);
  }

  private static ClientBench bench() {
    return new ClientBench(ClientBench.builder().executor(Runnable::run), 1);
  }

  @Test
  void close_handle_closesOnceInReverseOrder() {
    try (ClientBench bench = bench()) {
      Program program = bench.client.program("p");
      program.own(resource("first"));
      program.own(resource("second"));
      program.chat(ClientBench.SMALL);

      program.close();
      program.close();

      assertThat(closed).containsExactly("second", "first");
      assertThat(bench.knows("p")).isFalse();
    }
    assertThat(closed).hasSize(2);
  }

  @Test
  void close_handleWithoutAnyTurn_closesResources() {
    try (ClientBench bench = bench()) {
      try (Program program = bench.client.program("p")) {
        program.own(resource("only"));
      }

      assertThat(closed).containsExactly("only");
    }
  }

  @Test
  void release_idUsedAgainBeforeItReturns_keepsWhatTheNewProgramOwns() {
    ThunderClient[] client = new ThunderClient[1];
    ThunderListener again = new ThunderListener() {
      @Override
      public void onProgramEnded(ThunderEvent.ProgramEnded event) {
        if (event.reason() == EndReason.RELEASED) {
          client[0].program("p").own(resource("new"));
        }
      }
    };
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().executor(Runnable::run).listener(again), 1)) {
      client[0] = bench.client;
      Program program = bench.client.program("p");
      program.chat(ClientBench.SMALL);
      program.own(resource("old"));

      bench.client.release("p");

      assertThat(closed).containsExactly("old");
    }
    assertThat(closed).containsExactly("old", "new");
  }

  @Test
  void own_handleClosedWhileItRuns_closesThatAndBeginsNoProgram() {
    try (ClientBench bench = bench()) {
      bench.client.own(new ProgramId("p"), resource("late"), () -> true);

      assertThat(closed).containsExactly("late");
      assertThat(bench.knows("p")).isFalse();
    }
  }

  @Test
  void release_oneCloseFails_closesTheOthers() {
    try (ClientBench bench = bench()) {
      Program program = bench.client.program("p");
      program.own(resource("first"));
      program.own(() -> {
        throw new AssertionError("thrown by a resource");
      });
      program.own(() -> {
        throw new java.io.IOException("thrown by a resource");
      });
      program.own(resource("last"));

      bench.client.release("p");

      assertThat(closed).containsExactly("last", "first");
    }
  }

  @Test
  void release_oneCloseIsInterrupted_spoilsNoOtherAndKeepsTheInterrupt() {
    try (ClientBench bench = bench()) {
      Program program = bench.client.program("p");
      program.own(() -> closed.add("interrupted: " + Thread.currentThread().isInterrupted()));
      program.own(() -> {
        throw new InterruptedException("thrown by a resource");
      });

      bench.client.release("p");

      assertThat(Thread.interrupted()).isTrue();
      assertThat(closed).containsExactly("interrupted: false");
    }
  }

  @Test
  void tick_programExpires_closesResources() {
    try (ClientBench bench = new ClientBench(
        ClientBench.builder().executor(Runnable::run).programIdleTimeout(Duration.ofSeconds(10)),
        1)) {
      Program program = bench.client.program("p");
      program.chat(ClientBench.SMALL);
      program.own(resource("only"));

      bench.time.advance(Duration.ofSeconds(9));
      assertThat(closed).isEmpty();
      bench.time.advance(Duration.ofSeconds(2));

      assertThat(closed).containsExactly("only");
      assertThat(bench.knows("p")).isFalse();
    }
  }

  @Test
  void tick_programWithoutAnyTurn_expiresAndClosesResources() {
    try (ClientBench bench = new ClientBench(
        ClientBench.builder().executor(Runnable::run).programIdleTimeout(Duration.ofSeconds(10)),
        1)) {
      bench.time.advance(Duration.ofSeconds(100));
      bench.client.program("p").own(resource("only"));
      assertThat(bench.state("p")).isEqualTo(ProgramState.NEW);

      bench.time.advance(Duration.ofSeconds(9));
      assertThat(closed).isEmpty();
      bench.time.advance(Duration.ofSeconds(2));

      assertThat(closed).containsExactly("only");
      assertThat(bench.knows("p")).isFalse();
    }
  }

  @Test
  void own_beforeTheFirstTurn_leavesItsParentToThat() {
    try (ClientBench bench = bench()) {
      bench.client.chat("parent", ClientBench.SMALL);
      TurnDemand demand =
          TurnDemand.ofTokens(1_200).withParent(ParentProgram.ofTokens("parent", 0));
      bench.client.program("child").own(resource("of the child"));
      TurnLease blocker = bench.client.admit("blocker", TurnDemand.ofTokens(1_400));
      CompletableFuture<TurnLease> other =
          bench.client.admitAsync("other", TurnDemand.ofTokens(1_200));
      CompletableFuture<TurnLease> child = bench.client.admitAsync("child", demand);

      blocker.close();
      bench.client.release("blocker");

      assertThat(child).as("goes before a new program that came earlier").isCompleted();
      assertThat(other).isNotDone();
      child.join().close();
      other.cancel(true);
    }
  }

  @Test
  void close_client_closesResourcesBeforeItReturns() {
    Queue<Runnable> never = new ConcurrentLinkedQueue<>();
    ClientBench bench = new ClientBench(ClientBench.builder().executor(never::add), 1);
    Program active = bench.client.program("active");
    active.chat(ClientBench.SMALL);
    active.own(resource("of an active program"));
    bench.client.program("silent").own(resource("of a program without turns"));

    bench.close();

    assertThat(closed)
        .containsExactlyInAnyOrder("of an active program", "of a program without turns");
  }

  /** Not in one that differs from run to run: what fails in it could not be repeated. */
  @Test
  void close_client_closesResourcesInTheOrderOfTheirPrograms() {
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "p" + i).toList();
    try (ClientBench bench = bench()) {
      names.forEach(name -> bench.client.program(name).own(resource(name)));
    }

    assertThat(closed).containsExactlyElementsOf(names);
  }

  @Test
  void own_afterClientClosed_closesAtOnce() {
    ClientBench bench = bench();
    Program program = bench.client.program("p");
    bench.close();

    program.own(resource("late"));

    assertThat(closed).containsExactly("late");
  }

  @Test
  void own_afterHandleClosed_throwsIllegalState() {
    try (ClientBench bench = bench()) {
      Program program = bench.client.program("p");
      program.close();

      assertThatThrownBy(() -> program.own(resource("x")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void own_idUsedAgain_keepsWhatTheNewProgramOwns() {
    Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    try (ClientBench bench = new ClientBench(ClientBench.builder().executor(later::add), 1)) {
      bench.client.program("p").own(resource("old"));
      bench.client.release("p");
      Program again = bench.client.program("p");
      again.own(resource("new"));

      later.forEach(Runnable::run);
      assertThat(closed).containsExactly("old");
      later.clear();
      again.close();
      later.forEach(Runnable::run);

      assertThat(closed).containsExactly("old", "new");
    }
  }

  @Test
  void close_resourceThatUsesTheClient_isNotInsideTheEngine() {
    try (ClientBench bench = bench()) {
      Program program = bench.client.program("p");
      program.chat(ClientBench.SMALL);
      program.own(() ->
          closed.add("programs left: " + bench.client.snapshot().programs().size()));

      Calling<Void> release = Calling.start(() -> {
        program.close();
        return null;
      });

      assertThat(release.result).succeedsWithin(Await.BOUND);
      assertThat(closed).containsExactly("programs left: 0");
    }
  }
}
