package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.LeaseExpiredException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Turns in flight of which nothing is heard any more. */
final class LeaseTimeoutTest {

  private static final Duration BOUND = Duration.ofMinutes(20);
  private static final Duration TICK = Duration.ofSeconds(1);

  private static ThunderClient.Builder builder() {
    return ClientBench.builder().leaseTimeout(BOUND).executor(Runnable::run);
  }

  @Test
  void lease_neverEnded_isRevokedAtTheBoundAndGivesItsRoomBack() {
    List<ThunderEvent.TurnEnded> ended = new CopyOnWriteArrayList<>();
    ThunderListener listener = new ThunderListener() {
      @Override
      public void onTurnEnded(ThunderEvent.TurnEnded event) {
        ended.add(event);
      }
    };
    try (ClientBench bench = new ClientBench(builder().listener(listener), 1)) {
      TurnLease lease = bench.block();
      AtomicInteger aborted = new AtomicInteger();
      lease.onRevoked(aborted::incrementAndGet);
      CompletableFuture<ChatResponse> next = bench.client.chatAsync("next", ClientBench.LARGE);

      bench.time.advance(BOUND.minus(TICK));
      assertThat(lease.revocation()).isEmpty();
      assertThat(next).isNotDone();
      bench.time.advance(TICK);

      assertThat(lease.revocation())
          .containsInstanceOf(LeaseExpiredException.class)
          .get()
          .satisfies(reason -> assertThat(reason)
              .hasMessageContaining("program blocker on backend b0 for 1200 s")
              .hasMessageContaining("lease timeout is 1200 s"));
      assertThat(aborted).hasValue(1);
      assertThat(ended.get(0).outcome()).isEqualTo(TurnOutcome.EXPIRED);
      assertThat(bench.state("blocker")).isNotEqualTo(ProgramState.REASONING);
      bench.client.release("blocker");
      assertThat(next.join().text()).isEqualTo("ok");
      lease.complete(FakeTransport.USAGE); // too late, and without effect
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void lease_thatShowsProgress_livesOn() {
    try (ClientBench bench = new ClientBench(builder(), 1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      for (int i = 1; i <= 5; i++) {
        bench.time.advance(BOUND.minus(TICK));
        lease.progress(1); // no more tokens than before, but a sign of life
      }
      assertThat(lease.revocation()).isEmpty();

      bench.time.advance(BOUND);
      assertThat(lease.revocation()).isPresent();
    }
  }

  @Test
  void stream_thatShowsSlowEvents_livesOn() {
    try (ClientBench bench = new ClientBench(builder(), 1)) {
      bench.transport.then(FakeTransport.hang());
      try (ChatStream stream = bench.client.stream("p", ClientBench.SMALL)) {
        FakeTransport.FakeStream source = bench.transport.calls.get(0).stream();
        for (int i = 0; i < 5; i++) {
          source.add(new ChatChunk("", "", null, new Usage(10, 1, null), "{}"));
          stream.next();
          bench.time.advance(BOUND.minus(TICK));
        }
        assertThat(bench.state("p")).isEqualTo(ProgramState.REASONING);

        bench.time.advance(TICK);
        assertThatThrownBy(stream::hasNext).isInstanceOf(LeaseExpiredException.class);
      }
    }
  }

  @Test
  void lease_beside_oneThatShowsProgress_expiresAlone() {
    try (ClientBench bench = new ClientBench(builder(), 1)) {
      TurnLease silent = bench.client.admit("p", TurnDemand.ofTokens(100));
      TurnLease alive = bench.client.admit("p", TurnDemand.ofTokens(100));
      bench.time.advance(BOUND.dividedBy(2));
      alive.progress(10);
      bench.time.advance(BOUND.dividedBy(2));

      assertThat(silent.revocation()).isPresent();
      assertThat(alive.revocation()).isEmpty();
      assertThat(bench.state("p")).isEqualTo(ProgramState.REASONING);
      alive.complete(FakeTransport.USAGE);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chatAsync_transportThatNeverAnswers_failsAtTheBound() {
    try (ClientBench bench = new ClientBench(builder(), 1)) {
      bench.transport.then(call -> call.cancel.onCancel(() -> {}));
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      bench.time.advance(BOUND);

      assertThatThrownBy(answer::join).hasRootCauseInstanceOf(LeaseExpiredException.class);
      assertThat(bench.client.chat("p", ClientBench.SMALL).text()).isEqualTo("ok");
    }
  }

  @Test
  void program_longerBusyThanItMayBeIdle_livesOn() {
    ThunderClient.Builder builder = builder().programIdleTimeout(Duration.ofMinutes(1));
    try (ClientBench bench = new ClientBench(builder, 1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      bench.time.advance(BOUND.minus(TICK));
      lease.complete(FakeTransport.USAGE);

      bench.time.advance(Duration.ofSeconds(59));
      assertThat(bench.knows("p")).isTrue();
      bench.time.advance(TICK);
      assertThat(bench.knows("p")).isFalse();
    }
  }
}
