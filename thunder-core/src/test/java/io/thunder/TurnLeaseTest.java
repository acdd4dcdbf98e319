package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.BackendHealth;
import io.thunder.chat.Usage;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.TurnCancelledException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.ProgramState;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns of callers who bring an HTTP client of their own. */
final class TurnLeaseTest {

  private static final int COLLECTIONS_MAX = 500;

  @Test
  void admit_room_namesBackendAndProgram() {
    try (ClientBench bench = new ClientBench(1);
        TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100))) {
      assertThat(lease.backend()).isEqualTo(ClientBench.backend("b0"));
      assertThat(lease.program().value()).isEqualTo("p");
      assertThat(lease.revocation()).isEmpty();
      assertThat(bench.state("p")).isEqualTo(ProgramState.REASONING);
      assertThat(bench.transport.calls).isEmpty();
    }
  }

  @Test
  void admit_withoutTransport_isAdmitted() {
    try (ThunderClient client =
            ThunderClient.builder().backend(ClientBench.backend("b0")).build();
        TurnLease lease = client.admit("p", TurnDemand.ofChars(400))) {
      assertThat(lease.backend().id().value()).isEqualTo("b0");
    }
  }

  @Test
  void admit_textOnBackendOfUnknownCapacity_isAdmitted() {
    try (ThunderClient client = ThunderClient.builder()
            .backend(ClientBench.backend("b0").withCapacityTokens(0))
            .build();
        TurnLease lease = client.admit("p", TurnDemand.ofChars(400))) {
      assertThat(lease.backend().id().value()).isEqualTo("b0");
    }
  }

  @Test
  void complete_usage_isTheFootprint() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));

      lease.complete(new Usage(160, 32, null));

      assertThat(bench.client.snapshot().program("p").orElseThrow().footprintTokens())
          .isEqualTo(192);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void complete_twice_throwsIllegalState() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      lease.complete(FakeTransport.USAGE);

      assertThatThrownBy(() -> lease.complete(FakeTransport.USAGE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("program p");
      assertThatThrownBy(() -> lease.fail(new IllegalStateException()))
          .isInstanceOf(IllegalStateException.class);
      assertThat(bench.client.snapshot().program("p").orElseThrow().turnsEnded())
          .isEqualTo(1);
    }
  }

  @Test
  void close_afterComplete_changesNothing() {
    try (ClientBench bench = new ClientBench(1)) {
      try (TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100))) {
        lease.complete(new Usage(160, 32, null));
      }

      assertThat(bench.client.snapshot().program("p").orElseThrow().footprintTokens())
          .isEqualTo(192);
    }
  }

  @Test
  void fail_anyCause_leavesReasoning() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.client.admit("p", TurnDemand.ofTokens(100)).fail(new IllegalStateException("broke"));

      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
    }
  }

  @Test
  void fail_unreachableTwice_takesTheBackendDown() {
    try (ClientBench bench = new ClientBench(1)) {
      for (int i = 0; i < 2; i++) {
        bench
            .client
            .admit("p", TurnDemand.ofTokens(100))
            .fail(new BackendUnavailableException("refused", null));
      }

      assertThat(bench.client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.DOWN);
      assertThat(bench.state("p")).isEqualTo(ProgramState.PARKED);
    }
  }

  @Test
  void fail_unreachableWithoutTransport_triesTheBackendAgainLater() {
    ManualTime time = new ManualTime();
    try (ThunderClient client = ThunderClient.builder()
        .backend(ClientBench.backend("b0"))
        .timeSource(time)
        .build()) {
      for (int i = 0; i < 2; i++) {
        client
            .admit("p", TurnDemand.ofTokens(100))
            .fail(new BackendUnavailableException("refused", null));
      }
      assertThat(client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.DOWN);

      time.advance(Duration.ofSeconds(5));

      assertThat(client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.UP);
    }
  }

  @Test
  void progress_growth_isHeldAtOnce() {
    try (ClientBench bench = new ClientBench(1);
        TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(160))) {
      lease.progress(64);
      lease.progress(16);

      assertThat(bench.client.snapshot().program("p").orElseThrow().footprintTokens())
          .isEqualTo(224);
    }
  }

  @Test
  void progress_moreThanAnyEngineHolds_isRefused() {
    try (ClientBench bench = new ClientBench(1);
        TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(160))) {
      assertThatThrownBy(() -> lease.progress(Long.MAX_VALUE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("generatedTokens must be 0 to 1000000000000, was 9223372036854775807");
    }
  }

  @Test
  void release_leaseOpen_revokesIt() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      AtomicInteger revoked = new AtomicInteger();
      lease.onRevoked(revoked::incrementAndGet);

      bench.client.release("p");

      assertThat(revoked).hasValue(1);
      assertThat(lease.revocation()).containsInstanceOf(ProgramReleasedException.class);
      lease.complete(FakeTransport.USAGE);
      assertThat(bench.knows("p")).as("a late end brings nothing back").isFalse();
    }
  }

  @Test
  void onRevoked_afterRevocation_runsAtOnce() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      bench.client.release("p");
      AtomicInteger revoked = new AtomicInteger();

      lease.onRevoked(revoked::incrementAndGet);

      assertThat(revoked).hasValue(1);
      lease.close();
    }
  }

  @Test
  void onRevoked_actionThatThrows_hurtsNobodyElse() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease first = bench.client.admit("p", TurnDemand.ofTokens(100));
      TurnLease second = bench.client.admit("p", TurnDemand.ofTokens(100));
      AtomicInteger revoked = new AtomicInteger();
      first.onRevoked(() -> {
        throw new AssertionError("thrown by a caller");
      });
      second.onRevoked(revoked::incrementAndGet);

      bench.client.release("p");

      assertThat(revoked).hasValue(1);
      first.close();
      second.close();
    }
  }

  @Test
  void lease_lost_isReclaimed() {
    try (ClientBench bench = new ClientBench(1)) {
      lose(bench.client);

      for (int i = 0; bench.state("p") == ProgramState.REASONING && i < COLLECTIONS_MAX; i++) {
        System.gc();
        Thread.onSpinWait();
      }

      Await.until(() -> bench.state("p") == ProgramState.ACTING, "the lost lease to end");
      bench.assertNoTurnLeft();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void client_droppedWithALeaseThatItsListenerKnows_isCollected(boolean closed) {
    Await.collected(drop(closed));
  }

  private static WeakReference<ThunderClient> drop(boolean closed) {
    List<TurnLease> held = new ArrayList<>();
    ThunderListener keeper = new ThunderListener() {
      @Override
      public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
        assertThat(held).isEmpty();
      }
    };
    ThunderClient client =
        new ClientBench(ClientBench.builder().listener(keeper).executor(Runnable::run), 1).client;
    held.add(client.admit("p", TurnDemand.ofTokens(100)));
    if (closed) {
      client.close();
    }
    return new WeakReference<>(client);
  }

  private static void lose(ThunderClient client) {
    assertThat(client.admit("p", TurnDemand.ofTokens(100)).backend()).isNotNull();
  }

  @Test
  void admit_interruptedWhileWaiting_throwsCancelled() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.block();
      Calling<TurnLease> call =
          Calling.start(() -> bench.client.admit("p", TurnDemand.ofTokens(100)));
      bench.awaitWaiting(1);

      call.thread.interrupt();

      assertThat(call.failure()).isInstanceOf(TurnCancelledException.class);
      bench.awaitWaiting(0);
    }
  }

  @Test
  void admitAsync_noRoomWithinTimeout_failsTheFuture() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().admissionTimeout(Duration.ofSeconds(5)), 1)) {
      bench.block();
      CompletableFuture<TurnLease> lease = bench.client.admitAsync("p", TurnDemand.ofTokens(100));

      bench.time.advance(Duration.ofSeconds(5));

      assertThat(Await.failure(lease)).isInstanceOf(AdmissionTimeoutException.class);
    }
  }

  @Test
  void admitAsync_givenUpByTimeout_leavesThePool() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.block();
      CompletableFuture<TurnLease> lease = bench.client.admitAsync("p", TurnDemand.ofTokens(100));

      CompletableFuture<TurnLease> bounded = lease.orTimeout(1, TimeUnit.MILLISECONDS);

      assertThat(Await.failure(bounded)).isNotNull();
      bench.awaitWaiting(0);
    }
  }

  @Test
  void admitAsync_givenUpBeforeItsCompletionRan_endsTheLease() {
    java.util.Queue<Runnable> later = new java.util.concurrent.ConcurrentLinkedQueue<>();
    try (ClientBench bench = new ClientBench(ClientBench.builder().executor(later::add), 1)) {
      CompletableFuture<TurnLease> lease = bench.client.admitAsync("p", TurnDemand.ofTokens(100));
      assertThat(bench.state("p")).isEqualTo(ProgramState.REASONING);

      lease.cancel(true);
      later.forEach(Runnable::run);

      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
    }
  }
}
