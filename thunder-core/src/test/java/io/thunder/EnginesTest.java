package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.transport.EngineControl;
import io.thunder.transport.PauseMode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class EnginesTest {

  private final Recorder control = new Recorder();
  private final List<String> lost = new CopyOnWriteArrayList<>();

  @Test
  void pauseAndResume_severalEngines_reachEachOfThem() {
    try (ClientBench bench = bench(2)) {
      Await.value(bench.client.engines().pause(PauseMode.KEEP));
      Await.value(bench.client.engines().abortTurns());
      Await.value(bench.client.engines().resume());

      assertThat(control.asked)
          .containsExactly(
              "pause KEEP b0", "pause KEEP b1", "abort b0", "abort b1", "resume b0", "resume b1");
      assertThat(lost).isEmpty();
    }
  }

  @Test
  void flushCaches_done_givesUpWhatProgramsHeld() {
    try (ClientBench bench = bench(1)) {
      bench.client.chat("p", ClientBench.SMALL);
      assertThat(held(bench)).isPositive();

      Await.value(bench.client.engines().flushCaches());

      assertThat(held(bench)).isZero();
      Await.until(() -> lost.equals(List.of("b0")), "the cache of b0 lost");
    }
  }

  @Test
  void flushCaches_oneFails_isDoneOnTheOthersAndFails() {
    try (ClientBench bench = bench(2)) {
      control.fails = "flush b0";

      assertThat(Await.failure(bench.client.engines().flushCaches()))
          .isInstanceOf(BackendUnavailableException.class);

      assertThat(control.asked).containsExactly("flush b0", "flush b1");
      Await.until(() -> lost.equals(List.of("b1")), "the cache of b1 alone lost");
    }
  }

  @Test
  void flushCaches_ranksOfOneServer_askItOnceAndGiveUpAll() {
    try (ClientBench bench = bench(0)) {
      ClientBench.backend("b0").ranks(2).forEach(bench.client::addBackend);

      Await.value(bench.client.engines().flushCaches());

      assertThat(control.asked).containsExactly("flush b0#0");
      Await.until(() -> lost.equals(List.of("b0#0", "b0#1")), "both caches lost");
    }
  }

  @Test
  void pause_controlThatThrows_failsTheFuture() {
    try (ClientBench bench = bench(1)) {
      control.throwsNow = true;

      assertThat(Await.failure(bench.client.engines().pause(PauseMode.ABORT)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void pause_transportWithoutControl_saysSo() {
    try (ClientBench bench = new ClientBench(1)) {
      assertThat(Await.failure(bench.client.engines().pause(PauseMode.ABORT)))
          .isInstanceOf(RequestRejectedException.class)
          .hasMessageContaining("b0");
    }
  }

  @Test
  void pause_clientClosed_asksNobody() {
    ClientBench bench = bench(1);
    bench.close();

    assertThat(Await.failure(bench.client.engines().pause(PauseMode.KEEP)))
        .isInstanceOf(ClientClosedException.class);
    assertThat(control.asked).isEmpty();
  }

  @Test
  void release_behindARouter_tellsIt() {
    try (ClientBench bench = bench(0)) {
      bench.client.addBackend(router());
      bench.client.chat("Zürich 1", ClientBench.SMALL);

      bench.client.release("Zürich 1");

      Await.until(() -> !control.asked.isEmpty(), "the router told");
      assertThat(control.asked).containsExactly("finish Z%C3%BCrich+1 router");
    }
  }

  @Test
  void release_routerThatFails_isQuiet() {
    try (ClientBench bench = bench(0)) {
      control.fails = "finish p router";
      bench.client.addBackend(router());
      bench.client.chat("p", ClientBench.SMALL);

      bench.client.release("p");

      Await.until(() -> !control.asked.isEmpty(), "the router told");
      bench.client.chat("p", ClientBench.SMALL);
    }
  }

  /** It knows the program whether or not anything is cached for it. */
  @Test
  void release_afterItsCacheWasFlushed_tellsTheRouter() {
    try (ClientBench bench = bench(ClientBench.builder().executor(Runnable::run), router())) {
      bench.client.chat("p", ClientBench.SMALL);
      Await.value(bench.client.engines().flushCaches());
      bench.client.release("p");

      assertThat(control.asked).containsExactly("flush router", "finish p router");
    }
  }

  @Test
  void release_notBehindARouter_tellsNobody() {
    try (ClientBench bench =
        bench(ClientBench.builder().executor(Runnable::run), ClientBench.backend("b0"))) {
      bench.client.chat("p", ClientBench.SMALL);
      bench.client.release("p");

      assertThat(control.asked).isEmpty();
    }
  }

  private static Backend router() {
    return Backend.skyrl("http://router:8080").withId("router").withCapacityTokens(1_600);
  }

  private static long held(ClientBench bench) {
    return bench.client.snapshot().backends().get(0).actingTokens();
  }

  private ClientBench bench(int backends) {
    Backend[] all = new Backend[backends];
    for (int i = 0; i < backends; i++) {
      all[i] = ClientBench.backend("b" + i);
    }
    return bench(ClientBench.builder(), all);
  }

  private ClientBench bench(ThunderClient.Builder builder, Backend... backends) {
    builder.listener(new ThunderListener() {
      @Override
      public void onCacheLost(ThunderEvent.CacheLost event) {
        lost.add(event.backend().value());
      }
    });
    for (Backend backend : backends) {
      builder.backend(backend);
    }
    return new ClientBench(builder, control);
  }

  /** Notes what it is asked, and does it at once. */
  private static final class Recorder implements EngineControl {

    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile String fails = "";
    volatile boolean throwsNow;

    @Override
    public CompletableFuture<Void> pause(Backend backend, PauseMode mode) {
      return note("pause " + mode, backend);
    }

    @Override
    public CompletableFuture<Void> resume(Backend backend) {
      return note("resume", backend);
    }

    @Override
    public CompletableFuture<Void> flushCache(Backend backend) {
      return note("flush", backend);
    }

    @Override
    public CompletableFuture<Void> abortTurns(Backend backend) {
      return note("abort", backend);
    }

    @Override
    public CompletableFuture<Void> finishProgram(Backend backend, String routingKey) {
      return note("finish " + routingKey, backend);
    }

    private CompletableFuture<Void> note(String what, Backend backend) {
      if (throwsNow) {
        throw new IllegalStateException("thrown by a control");
      }
      String all = what + " " + backend.id();
      asked.add(all);
      return all.equals(fails)
          ? CompletableFuture.failedFuture(new BackendUnavailableException("refused", null))
          : CompletableFuture.completedFuture(null);
    }
  }
}
