package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatStream;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streamed turns. */
final class ThunderClientStreamTest {

  /** Keeps how turns ended. */
  private static final class Outcomes implements ThunderListener {

    final List<TurnOutcome> seen = new CopyOnWriteArrayList<>();

    @Override
    public void onTurnEnded(ThunderEvent.TurnEnded event) {
      seen.add(event.outcome());
    }
  }

  private final Outcomes outcomes = new Outcomes();

  private ClientBench bench(int backends) {
    return new ClientBench(
        ClientBench.builder().listener(outcomes).executor(Runnable::run), backends);
  }

  @Test
  void stream_readToTheEnd_endsTheTurn() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(call -> {
        call.chunk("Hel");
        call.answer("lo");
      });

      StringBuilder text = new StringBuilder();
      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        assertThat(bench.state("p")).isEqualTo(ProgramState.REASONING);
        stream.forEachRemaining(chunk -> text.append(chunk.text()));
        assertThat(stream.usage()).isEqualTo(FakeTransport.USAGE);
      }

      assertThat(text).hasToString("Hello");
      assertThat(outcomes.seen).containsExactly(TurnOutcome.SUCCEEDED);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void stream_nextWithoutHasNext_endsTheTurnAtTheEnd() {
    try (ClientBench bench = bench(1)) {
      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        assertThat(stream.next().text()).isEqualTo("ok");
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
      }

      assertThat(outcomes.seen).containsExactly(TurnOutcome.SUCCEEDED);
    }
  }

  @Test
  void stream_chunks_showGrowthWhileItHappens() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(FakeTransport.hang());
      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        long before = bench.client.snapshot().program("p").orElseThrow().footprintTokens();
        FakeTransport.Call call = bench.transport.calls.get(0);
        for (int i = 0; i < 100; i++) {
          call.chunk("x");
          stream.next();
        }

        assertThat(bench.client.snapshot().program("p").orElseThrow().footprintTokens())
            .isBetween(before + 64, before + 112);
      }
    }
  }

  @Test
  void stream_toolCalls_showGrowthWhileItHappens() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(FakeTransport.hang());
      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        long before = bench.client.snapshot().program("p").orElseThrow().footprintTokens();
        FakeTransport.FakeStream source = bench.transport.calls.get(0).stream();
        for (int i = 0; i < 100; i++) {
          source.add(new ChatChunk("", "", null, null, "{\"choices\": [{}]}"));
          stream.next();
        }

        assertThat(bench.client.snapshot().program("p").orElseThrow().footprintTokens())
            .isBetween(before + 64, before + 112);
      }
    }
  }

  @Test
  void stream_failsBeforeItOpens_isTriedOnAnother() {
    try (ClientBench bench = bench(2)) {
      bench.transport.then(FakeTransport.fail(new BackendUnavailableException("reset", null)));

      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        assertThat(stream.next().text()).isEqualTo("ok");
      }

      assertThat(bench.transport.calls).hasSize(2);
      assertThat(bench.transport.calls.get(1).backend.id())
          .isNotEqualTo(bench.transport.calls.get(0).backend.id());
    }
  }

  @Test
  void stream_breaksAfterAChunk_isNotTriedAgain() {
    try (ClientBench bench = bench(2)) {
      bench.transport.then(call -> {
        call.chunk("Hel");
        call.stream().fail(new BackendFailedException("broke", 200, null));
      });

      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        assertThat(stream.next().text()).isEqualTo("Hel");
        assertThatThrownBy(stream::next).isInstanceOf(BackendFailedException.class);
        assertThat(bench.state("p")).as("before it is closed").isEqualTo(ProgramState.ACTING);
      }

      assertThat(bench.transport.calls).hasSize(1);
      assertThat(outcomes.seen).containsExactly(TurnOutcome.FAILED);
    }
  }

  @Test
  void stream_breaksWithWhatItMustNotThrow_becomesBackendFailure() {
    try (ClientBench bench = bench(1)) {
      IllegalStateException bug = new IllegalStateException("bug");
      bench.transport.then(call -> call.stream().fail(bug));

      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        assertThatThrownBy(stream::hasNext)
            .isInstanceOf(BackendFailedException.class)
            .hasCause(bug);
      }
    }
  }

  @Test
  void stream_usageCannotBeRead_endsTheTurn() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(call -> {
        call.answer("ok");
        call.stream().failUsage(new IllegalStateException("bug"));
      });

      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        assertThat(stream.next().text()).isEqualTo("ok");
        assertThat(stream.hasNext()).isFalse();
      }

      assertThat(outcomes.seen).containsExactly(TurnOutcome.SUCCEEDED);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void close_beforeTheEnd_cancelsTheCall() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(FakeTransport.hang());
      ChatStream stream = bench.client.stream("p", ClientBench.SMALL);

      stream.close();
      stream.close();

      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
      assertThat(outcomes.seen).containsExactly(TurnOutcome.CANCELLED);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void close_whileAnotherThreadReads_countsAsCancelled() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(FakeTransport.hang());
      ChatStream stream = bench.client.stream("p", ClientBench.SMALL);
      // A transport may also end a stream that is closed, instead of failing it.
      FakeTransport.FakeStream source = bench.transport.calls.get(0).stream();
      source.onClose(() -> {
        source.end();
        assertThat(Calling.start(stream::hasNext).value()).isFalse();
      });

      stream.close();

      assertThat(outcomes.seen).containsExactly(TurnOutcome.CANCELLED);
    }
  }

  @Test
  void close_afterTheEnd_changesNothing() {
    try (ClientBench bench = bench(1)) {
      ChatStream stream = bench.client.stream("p", ClientBench.SMALL);
      stream.forEachRemaining(chunk -> {});

      stream.close();

      assertThat(outcomes.seen).containsExactly(TurnOutcome.SUCCEEDED);
    }
  }

  @Test
  void release_whileReading_throwsProgramReleased() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(FakeTransport.hang());
      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        Calling<Boolean> reader = Calling.start(stream::hasNext);
        Await.parked(reader.thread);

        bench.client.release("p");

        assertThat(reader.failure()).isInstanceOf(ProgramReleasedException.class);
      }
      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
    }
  }

  @Test
  void stream_lost_isCancelled() {
    try (ClientBench bench = bench(1)) {
      bench.transport.then(FakeTransport.hang());
      lose(bench.client);

      for (int i = 0; bench.state("p") == ProgramState.REASONING && i < 500; i++) {
        System.gc();
        Thread.onSpinWait();
      }

      Await.until(() -> bench.transport.calls.get(0).wasCancelled(), "the lost stream to end");
      assertThat(outcomes.seen).containsExactly(TurnOutcome.CANCELLED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void client_droppedWithAStreamThatItsTransportKnows_isCollected(boolean closed) {
    Await.collected(drop(closed));
  }

  @SuppressWarnings("resource") // dropped on purpose
  private static WeakReference<ThunderClient> drop(boolean closed) {
    List<ChatStream> held = new ArrayList<>();
    ClientBench bench = new ClientBench(ClientBench.builder().executor(Runnable::run), 1);
    bench.transport.then(call -> call.stream().onClose(() -> assertThat(held).hasSize(1)));
    held.add(bench.client.stream("p", ClientBench.SMALL));
    if (closed) {
      bench.client.close();
    }
    return new WeakReference<>(bench.client);
  }

  @SuppressWarnings("resource") // lost on purpose
  private static void lose(ThunderClient client) {
    assertThat(client.stream("p", ClientBench.SMALL).usage()).isNull();
  }
}
