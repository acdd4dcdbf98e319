package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatResponse;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as a whole: backends, snapshots, closing, configuration. */
final class ThunderClientTest {

  @Test
  void snapshot_always_isConsistentWithItself() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.client.chat("acting", ClientBench.SMALL);
      try (TurnLease lease = bench.client.admit("reasoning", TurnDemand.ofTokens(160))) {
        ThunderSnapshot picture = bench.client.snapshot();

        assertThat(lease.backend()).isNotNull();
        assertThat(picture.programs())
            .extracting(ThunderSnapshot.ProgramView::state)
            .containsExactlyInAnyOrder(ProgramState.ACTING, ProgramState.REASONING);
        long held = picture.backends().stream()
            .mapToLong(ThunderSnapshot.BackendState::heldTokens)
            .sum();
        assertThat(held)
            .isEqualTo(picture.programs().stream()
                .mapToLong(ThunderSnapshot.ProgramView::footprintTokens)
                .sum());
        assertThat(picture.backends()).extracting(b -> b.id().value()).containsExactly("b0", "b1");
        assertThat(picture.nanoTime()).isEqualTo(bench.time.nanoTime());
      }
    }
  }

  @Test
  void inspect_lookThatFails_throwsWhatItThrew() {
    try (ClientBench bench = new ClientBench(1)) {
      Calling<Object> look = Calling.start(() -> bench.client.inspect(engine -> {
        throw new OutOfMemoryError("while looking");
      }));

      assertThat(look.failure()).hasStackTraceContaining("while looking");
    }
  }

  @Test
  void chat_beforeTheFirstProbe_waitsForIt() {
    ManualTime time = new ManualTime();
    FakeTransport transport = new FakeTransport();
    transport.dies("b0");
    try (ThunderClient client = ThunderClient.builder()
        .policy(ClientBench.policy())
        .transport(transport)
        .timeSource(time)
        .backend(ClientBench.backend("b0").withCapacityTokens(0))
        .build()) {
      CompletableFuture<ChatResponse> answer = client.chatAsync("p", ClientBench.SMALL);
      assertThat(answer).isNotDone();

      transport.reads("b0", BackendReading.ofCapacity(1_600));
      time.advance(Duration.ofSeconds(5));

      assertThat(Await.value(answer).text()).isEqualTo("ok");
      assertThat(client.snapshot().backends().get(0).capacityTokens()).isEqualTo(1_600);
    }
  }

  @Test
  void chat_nobodyUpForTheGrace_throwsUnavailableWithTheCause() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().unavailableTimeout(Duration.ofSeconds(20)), 0)) {
      bench.transport.dies("b0");
      bench.client.addBackend(ClientBench.backend("b0"));
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      bench.time.advance(Duration.ofSeconds(19));
      assertThat(answer).isNotDone();
      bench.time.advance(Duration.ofSeconds(2));

      assertThat(Await.failure(answer))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("b0 DOWN (b0: refused)");
    }
  }

  @Test
  void probe_backendDies_movesItsProgramsAndTakesItBackLater() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.client.chat("p", ClientBench.SMALL);
      bench.transport.dies("b0");
      bench.time.advance(Duration.ofSeconds(10));
      assertThat(bench.client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.DOWN);
      assertThat(bench.state("p")).isEqualTo(ProgramState.PARKED);

      bench.transport.reads("b0", BackendReading.EMPTY);
      bench.time.advance(Duration.ofSeconds(5));

      assertThat(bench.client.chat("p", ClientBench.SMALL).text()).isEqualTo("ok");
    }
  }

  @Test
  void probe_transportThrows_isTriedAgain() {
    ManualTime time = new ManualTime();
    FakeTransport transport = new FakeTransport();
    transport.probeThrows(true);
    try (ThunderClient client = ThunderClient.builder()
        .transport(transport)
        .timeSource(time)
        .backend(ClientBench.backend("b0"))
        .build()) {
      assertThat(client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.DOWN);

      transport.probeThrows(false);
      time.advance(Duration.ofSeconds(5));

      assertThat(client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.UP);
    }
  }

  @Test
  void probe_neverAnswered_countsAsFailedAndIsTriedAgain() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.probeHangs(true);

      bench.time.advance(Duration.ofSeconds(70));
      assertThat(bench.client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.DOWN);
      bench.transport.probeHangs(false);
      bench.time.advance(Duration.ofSeconds(40));

      assertThat(bench.client.snapshot().backends().get(0).health()).isEqualTo(BackendHealth.UP);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void addBackend_removedMeanwhile_leavesNoProbeThatFeedsTheNextOfItsId(int command) {
    ManualTime clock = new ManualTime();
    FakeTransport transport = new FakeTransport();
    AtomicInteger commands = new AtomicInteger(Integer.MIN_VALUE);
    ThunderClient[] client = new ThunderClient[1];
    TimeSource time = new TimeSource() {
      @Override
      public long nanoTime() { // another thread's removal, just before a command of this one's
        if (commands.incrementAndGet() == command) {
          client[0].removeBackend(new BackendId("b0"));
        }
        return clock.nanoTime();
      }

      @Override
      public Runnable schedule(Duration delay, Runnable task) {
        return clock.schedule(delay, task);
      }
    };
    client[0] = ThunderClient.builder().transport(transport).timeSource(time).build();
    Backend next = ClientBench.backend("b0").withCapacityTokens(7);

    commands.set(0);
    client[0].addBackend(ClientBench.backend("b0"));
    client[0].addBackend(next);
    transport.probed.clear();
    clock.advance(Duration.ofSeconds(5));

    assertThat(transport.probed).containsExactly(next);
    client[0].close();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void removeBackend_programsThere_goOnElsewhere() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.client.chat("p", ClientBench.SMALL);
      BackendId first = bench.transport.calls.get(0).backend.id();

      bench.client.removeBackend(first);
      bench.client.chat("p", ClientBench.SMALL);

      assertThat(bench.transport.calls.get(1).backend.id()).isNotEqualTo(first);
      assertThat(bench.client.snapshot().backends()).noneMatch(b -> b.id().equals(first));
    }
  }

  @Test
  void removeBackend_turnInFlight_mayEndThere() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      FakeTransport.Call call = bench.transport.calls.get(0);

      bench.client.removeBackend(call.backend.id());
      assertThat(bench.client.snapshot().backends())
          .filteredOn(b -> b.id().equals(call.backend.id()))
          .extracting(ThunderSnapshot.BackendState::health)
          .containsExactly(BackendHealth.DRAINING);
      call.answer("late");

      assertThat(Await.value(answer).text()).isEqualTo("late");
      assertThat(bench.client.snapshot().backends()).hasSize(1);
    }
  }

  @Test
  void addBackend_idTaken_changesNothing() {
    try (ClientBench bench = new ClientBench(1)) {
      int scheduled = bench.time.scheduled();

      bench.client.addBackend(Backend.vllm("http://other:1").withId("b0"));

      assertThat(bench.time.scheduled()).isEqualTo(scheduled);
      assertThat(bench.client.snapshot().backends()).hasSize(1);
    }
  }

  @Test
  void addBackend_idStillDraining_isNotProbedAndTakenOnceItIsFree() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      bench.remove("b0");
      int scheduled = bench.time.scheduled();

      bench.client.addBackend(ClientBench.backend("b0"));
      assertThat(bench.time.scheduled()).as("probes of nobody").isEqualTo(scheduled);
      lease.close();
      bench.client.addBackend(ClientBench.backend("b0"));

      assertThat(bench.client.snapshot().backends())
          .extracting(ThunderSnapshot.BackendState::health)
          .containsExactly(BackendHealth.UP);
    }
  }

  @Test
  void removeBackend_known_stopsItsProbes() {
    try (ClientBench bench = new ClientBench(2)) {
      int scheduled = bench.time.scheduled();

      bench.remove("b1");

      assertThat(bench.time.scheduled()).isEqualTo(scheduled - 1);
    }
  }

  @Test
  void close_turnsWaitingAndRunning_failWithClientClosed() {
    ClientBench bench = new ClientBench(2);
    bench.transport.otherwise(FakeTransport.hang());
    Calling<ChatResponse> running =
        Calling.start(() -> bench.client.chat("running", ClientBench.SMALL));
    bench.transport.awaitCall(1);
    CompletableFuture<ChatResponse> runningAsync =
        bench.client.chatAsync("runningAsync", ClientBench.SMALL);
    TurnLease lease = bench.client.admit("lease", TurnDemand.ofTokens(1_500));
    TurnLease other = bench.client.admit("other", TurnDemand.ofTokens(1_500));
    Calling<ChatResponse> waiting =
        Calling.start(() -> bench.client.chat("waiting", ClientBench.LARGE));
    bench.awaitWaiting(1);

    bench.close();

    assertThat(running.failure()).isInstanceOf(ClientClosedException.class);
    assertThat(Await.failure(runningAsync)).isInstanceOf(ClientClosedException.class);
    assertThat(waiting.failure()).isInstanceOf(ClientClosedException.class);
    assertThat(lease.revocation()).containsInstanceOf(ClientClosedException.class);
    assertThat(bench.transport.calls).allMatch(FakeTransport.Call::isOver);
    assertThat(bench.transport.isClosed()).isTrue();
    other.close();
    lease.close();
  }

  @Test
  void close_laterCalls_failWithClientClosed() {
    ClientBench bench = new ClientBench(1);
    bench.close();

    assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
        .isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> bench.client.stream("p", ClientBench.SMALL))
        .isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> bench.client.admit("p", TurnDemand.ofTokens(1)))
        .isInstanceOf(ClientClosedException.class);
    assertThat(Await.failure(bench.client.chatAsync("p", ClientBench.SMALL)))
        .isInstanceOf(ClientClosedException.class);
    assertThat(bench.client.snapshot().programs()).isEmpty();
    bench.client.release("p");
    bench.client.close();
  }

  @Test
  void close_always_leavesNothingScheduled() {
    ClientBench bench = new ClientBench(3);
    bench.client.chat("p", ClientBench.SMALL);

    bench.close();
    bench.client.addBackend(ClientBench.backend("late"));

    assertThat(bench.time.scheduled()).isZero();
  }

  @Test
  void close_ownThreads_leavesNone() {
    Set<Thread> before = thunderThreads();
    ThunderClient client = ThunderClient.builder()
        .transport(new FakeTransport())
        .backend(ClientBench.backend("b0"))
        .build();
    assertThat(Await.value(client.chatAsync("p", ClientBench.SMALL)).text()).isEqualTo("ok");
    assertThat(thunderThreads()).as("while open").anyMatch(thread -> !before.contains(thread));

    client.close();

    Await.until(() -> before.containsAll(thunderThreads()), "end of all threads");
  }

  private static Set<Thread> thunderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("thunder-"))
        .collect(Collectors.toSet());
  }

  @Test
  void builder_valuesOutOfRange_areRefusedWithNameAndValue() {
    ThunderClient.Builder builder = ThunderClient.builder();

    assertThatThrownBy(() -> builder.probeInterval(Duration.ZERO))
        .hasMessage("probeInterval must be more than zero, was PT0S");
    assertThatThrownBy(() -> builder.admissionTimeout(Duration.ofSeconds(-1)))
        .hasMessageContainingAll("admissionTimeout", "PT-1S");
    assertThatThrownBy(() -> builder.programIdleTimeout(Duration.ZERO))
        .hasMessageContaining("programIdleTimeout");
    assertThatThrownBy(() -> builder.unavailableTimeout(Duration.ZERO))
        .hasMessageContaining("unavailableTimeout");
    assertThatThrownBy(() -> builder.waitingTurnsMax(0))
        .hasMessage("waitingTurnsMax must be >= 1, was 0");
    assertThatThrownBy(() -> builder.assumedCapacityTokens(0))
        .hasMessageContaining("assumedCapacityTokens");
    assertThatThrownBy(() -> builder.attemptsMax(0)).hasMessageContaining("attemptsMax");
  }

  @Test
  void builder_durationWithoutEnd_isAccepted() {
    Duration forever = java.time.temporal.ChronoUnit.FOREVER.getDuration();
    try (ThunderClient client = ThunderClient.builder()
        .backend(ClientBench.backend("b0"))
        .admissionTimeout(forever)
        .programIdleTimeout(forever)
        .unavailableTimeout(forever)
        .probeInterval(forever)
        .build()) {
      TurnLease lease = client.admit("p", TurnDemand.ofTokens(1_600));
      CompletableFuture<TurnLease> waiting = client.admitAsync("q", TurnDemand.ofTokens(1_600));
      assertThat(waiting).isNotDone();
      lease.close();
      client.release("p");
      assertThat(Await.value(waiting).backend().id().value()).isEqualTo("b0");
    }
  }

  @Test
  void builder_sameIdTwice_isRefused() {
    ThunderClient.Builder builder = ThunderClient.builder().backend(ClientBench.backend("b0"));

    assertThatThrownBy(() -> builder.backend(ClientBench.backend("b0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two backends are called b0");
  }

  @Test
  void demand_nothingKnownOrNegative_isRefused() {
    assertThatThrownBy(() -> TurnDemand.ofTokens(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TurnDemand.ofChars(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TurnDemand(1, 1, -1, "", List.of(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThat(List.of(TurnDemand.ofTokens(5).withMaxTokens(7)))
        .containsExactly(new TurnDemand(5, 0, 7, "", List.of(), null));
  }

  @Test
  void demand_prefixes_mustBeInOrderOfLength() {
    List<PromptPrefix> tokens = List.of(new PromptPrefix(1, 10), new PromptPrefix(2, 9));
    List<PromptPrefix> chars = List.of(PromptPrefix.ofChars(1, 10), PromptPrefix.ofChars(2, 9));

    assertThatThrownBy(() -> TurnDemand.ofTokens(20).withPrefixes(tokens))
        .hasMessageContaining("order of length");
    assertThatThrownBy(() -> TurnDemand.ofChars(20).withPrefixes(chars))
        .hasMessageContaining("order of length");
    assertThatThrownBy(() -> new PromptPrefix(1, -7)).hasMessageContaining("-7");
    assertThat(TurnDemand.ofTokens(20).withPrefixes(tokens.subList(0, 1)).withMaxTokens(7))
        .isEqualTo(new TurnDemand(20, 0, 7, "", tokens.subList(0, 1), null));
  }

  @Test
  void demand_prefixTwice_isRefused() {
    List<PromptPrefix> twice = List.of(new PromptPrefix(1, 400), new PromptPrefix(1, 1_000));

    assertThatThrownBy(() -> TurnDemand.ofTokens(1_200).withPrefixes(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("differ in their keys");
  }

  @Test
  void admit_samePrefix_isCountedOnce() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnDemand demand =
          TurnDemand.ofTokens(1_200).withPrefixes(List.of(new PromptPrefix(1, 1_000)));
      TurnLease one = bench.client.admit("one", demand);

      TurnLease two = bench.client.admit("two", demand); // 2,400 tokens in one of 1,600

      ThunderSnapshot.BackendState backend = bench.client.snapshot().backends().get(0);
      assertThat(backend.heldTokens()).isLessThanOrEqualTo(1_600);
      one.close();
      two.close();
    }
  }

  @Test
  void programs_neverReleased_areReportedInTheLogAtATime() {
    try (ClientBench bench = new ClientBench(
            ClientBench.builder().programIdleTimeout(Duration.ofMinutes(5)).executor(Runnable::run),
            1);
        Logged log = new Logged(Level.INFO, "taken for dead")) {
      bench.client.chat("one", ClientBench.SMALL);
      bench.client.chat("other", ClientBench.SMALL);

      bench.time.advance(Duration.ofMinutes(6));

      assertThat(log.heard())
          .singleElement()
          .asString()
          .startsWith("2 programs")
          .contains("300 s");
    }
  }
}
