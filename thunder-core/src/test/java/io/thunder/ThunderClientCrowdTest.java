package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.concurrency.PinnedThreads;
import io.thunder.error.ClientClosedException;
import io.thunder.error.TurnCancelledException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** As many blocking callers at once as threads come cheap: thousands of virtual ones on JDK 21+. */
@Tag("concurrency")
final class ThunderClientCrowdTest {

  private static final int CALLERS = VirtualThreads.EXIST ? 10_000 : 500;

  /** Its initialiser waits, which pins. */
  private static final class Pinning {

    static {
      LockSupport.parkNanos(1_000);
    }

    static void once() {}
  }

  /** Loads classes, and starts threads that the JDK keeps. */
  @BeforeAll
  static void warmUp() {
    serveAll(100);
  }

  private static void serveAll(int size) {
    try (Crowd crowd = new Crowd(size)) {
      crowd.begin();
      crowd.serve();
      crowd.callers.forEach(Calling::value);
    }
  }

  @Test
  void call_crowdAtOnce_returnsToEveryCaller() {
    try (Crowd crowd = new Crowd(CALLERS)) {
      crowd.begin();

      crowd.serve();

      for (int i = 0; i < CALLERS; i++) {
        assertThat(crowd.callers.get(i).value()).isEqualTo(Crowd.wantsLease(i) ? "leased" : "ok");
      }
      assertThat(crowd.transport.calls)
          .as("one call per chat")
          .hasSize(CALLERS - CALLERS / 4)
          .noneMatch(FakeTransport.Call::wasCancelled);
      assertNothingLeft(crowd.client);
    }
  }

  @Test
  void call_halfInterrupted_cancelsTheseAndReturnsToTheOthers() {
    try (Crowd crowd = new Crowd(CALLERS)) {
      crowd.begin();
      Map<Boolean, List<Integer>> byPatience = IntStream.range(0, CALLERS)
          .boxed()
          .collect(Collectors.partitioningBy(number -> number % 8 < 4));
      List<Integer> patient = byPatience.get(true);
      List<Integer> impatient = byPatience.get(false);

      // from the last, who wait for room that the first would leave
      for (int i = impatient.size() - 1; i >= 0; i--) {
        crowd.callers.get(impatient.get(i)).thread.interrupt();
      }

      assertThat(impatient).allSatisfy(number -> assertInterrupted(crowd.callers.get(number)));
      assertThat(crowd.turns()).as("turns, one per patient caller").isEqualTo(patient.size());
      crowd.serve();
      assertThat(patient)
          .allSatisfy(number -> assertThat(crowd.callers.get(number).value())
              .isEqualTo(Crowd.wantsLease(number) ? "leased" : "ok"));
      impatient.forEach(number -> crowd.client.release(Crowd.program(number)));
      assertNothingLeft(crowd.client);
    }
  }

  /** A caller who holds a lease waits outside the client, and is told by an exception there. */
  private static void assertInterrupted(Calling<String> calling) {
    Throwable failure = calling.failure();
    assertThat(failure).isInstanceOfAny(TurnCancelledException.class, InterruptedException.class);
    assertThat(calling.interruptedAfter).isEqualTo(failure instanceof TurnCancelledException);
  }

  @Test
  void close_crowdInside_returnsToEveryCallerAndLeavesNoThread() {
    Set<Thread> before = platformThreads();
    try (Crowd crowd = new Crowd(CALLERS)) {
      crowd.begin();

      crowd.client.close();

      crowd.serve(); // to those who hold leases, which have no effect any more
      assertThat(crowd.callers).allSatisfy(ThunderClientCrowdTest::assertClosedOrLeased);
    }
    Await.until(() -> before.containsAll(platformThreads()), "the end of all new threads");
  }

  private static void assertClosedOrLeased(Calling<String> calling) {
    Object outcome = Await.value(calling.result.<Object>handle(
        (value, failure) -> failure == null ? value : failure.getClass()));
    assertThat(outcome).isIn("leased", ClientClosedException.class);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
  void call_crowdAtOnce_pinsNoCarrier(@TempDir Path folder) throws IOException {
    try (PinnedThreads pinned = new PinnedThreads()) {
      serveAll(CALLERS);
      Calling.startVirtual(() -> {
            Pinning.once();
            return true;
          })
          .value();

      assertThat(pinned.stop(folder.resolve("pinned.jfr")))
          .as("only what pins on purpose, so that pinning is known to be seen")
          .singleElement()
          .asString()
          .contains("Pinning.<clinit>");
    }
  }

  private static void assertNothingLeft(ThunderClient client) {
    ThunderSnapshot picture = client.snapshot();
    assertThat(picture.programs()).as("programs").isEmpty();
    assertThat(picture.waitingTurns()).as("waiting turns").isZero();
    assertThat(picture.backends())
        .as("backends")
        .allMatch(backend -> backend.turnsInFlight() == 0 && backend.heldTokens() == 0);
    assertThat(client.selfCheck()).as("invariants").isEmpty();
  }

  /** All but those on which the JDK runs virtual threads. */
  private static Set<Thread> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getClass().getName().startsWith("jdk.internal."))
        .collect(Collectors.toSet());
  }
}
