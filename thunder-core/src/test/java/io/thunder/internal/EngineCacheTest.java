package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What turns teach of a backend's cache: how much of it is there, and whose contexts are. */
final class EngineCacheTest {

  @Test
  void finish_cacheIsLost_usesLessOfTheBackend() {
    RecordedEngine run = watching(16_000);
    for (int i = 0; i < 100; i++) {
      TurnTicket turn = run.arrive("a", 1_600);
      long cached = i < 50 ? 1_600L : 0L;
      run.end(turn, TurnOutcome.SUCCEEDED, new Usage(1_600, 0, cached));
    }

    assertThat(run.backend("b").admitLimit()).isLessThan(16_000);
    assertThat(run.backend("b").pauseLimit()).isLessThan(16_000);
  }

  @Test
  void finish_aRoutersServerStartedAnew_isNoSignOfPressure() {
    RecordedEngine run = watching(160_000);
    run.observe("b", BackendReading.EMPTY.withCachesLost(0));
    turnOfEach(run, 100L);
    turnOfEach(run, 100L);

    run.observe("b", BackendReading.EMPTY.withCachesLost(0.25));
    run.pass(Duration.ofSeconds(1));
    turnOfEach(run, 0L);

    assertThat(run.backend("b").admitLimit()).isEqualTo(160_000);
    turnOfEach(run, 0L);
    assertThat(run.backend("b").admitLimit()).as("of what was there since").isLessThan(160_000);
  }

  private static void turnOfEach(RecordedEngine run, long cachedTokens) {
    for (int i = 0; i < 64; i++) {
      TurnTicket turn = run.arrive("p" + i, 100);
      run.end(turn, TurnOutcome.SUCCEEDED, new Usage(100, 0, cachedTokens));
    }
  }

  @Test
  void observe_aRoutersServerStartedAnew_turnsInFlightAreNoSignOfPressure() {
    RecordedEngine run = watching(16_000);
    for (int i = 0; i < 200; i++) {
      TurnTicket turn = run.arrive("a", 1_600);
      run.observe("b", BackendReading.EMPTY.withCachesLost(i < 100 ? 0 : (i - 99) / 4.0));
      run.pass(Duration.ofSeconds(1));
      run.end(turn, TurnOutcome.SUCCEEDED, new Usage(1_600, 0, i < 100 ? 1_600L : 0L));
    }

    assertThat(run.backend("b").admitLimit()).isEqualTo(16_000);
  }

  @Test
  void finish_programThatCameBack_isNoSignOfPressure() {
    RecordedEngine run = watching(16_000);
    for (int i = 0; i < 50; i++) {
      run.end(run.arrive("a", 1_600), TurnOutcome.SUCCEEDED, new Usage(1_600, 0, 1_600L));
    }
    for (int i = 0; i < 50; i++) {
      TurnTicket growing = run.arrive("other", 12_800);
      run.progress(growing, 3_200);
      assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
      TurnTicket turn = run.arrive("a", 1_600);
      run.finish(growing, 12_800, 3_200);
      run.release("other");
      run.end(turn, TurnOutcome.SUCCEEDED, new Usage(1_600, 0, 0L));
    }

    assertThat(run.backend("b").admitLimit()).isEqualTo(16_000);
  }

  @Test
  void finish_cachedTokensLeftOutAfterSomeWereShown_foundNone() {
    RecordedEngine run = watching(16_000);
    for (int i = 0; i < 100; i++) {
      TurnTicket turn = run.arrive("a", 1_600);
      run.end(turn, TurnOutcome.SUCCEEDED, new Usage(1_600, 0, i < 50 ? 1_600L : null));
    }

    assertThat(run.backend("b").admitLimit()).isLessThan(16_000);
  }

  @Test
  void finish_cachedTokensNeverShown_isNoSignOfALoss() {
    RecordedEngine server = unknown(/* capacityTokens= */ 0);
    server.acting("a", 3_200);
    for (int i = 0; i < 96; i++) {
      server.finish(server.arrive("a", 3_200), 3_200, 0);
    }

    assertThat(server.backend("u").capacityTokens).as("as assumed").isEqualTo(4_000);
  }

  @Test
  void finish_failedBeforeItsAnswer_leavesItsProgramCold() {
    RecordedEngine run = watching(16_000);
    run.fail(run.arrive("failed", 1_600));
    run.finish(run.arrive("served", 1_600), 1_600, 0);
    TurnTicket cut = run.arrive("cut off", 1_600);
    run.progress(cut, 10);
    run.fail(cut);

    run.arrive("failed", 1_600);
    run.arrive("served", 1_600);
    run.arrive("cut off", 1_600);

    assertThat(run.backend("b").coldTokens).as("those of the first alone").isEqualTo(1_600);
  }

  @Test
  void finish_capacityUnknown_isLearntFromTheTurn() {
    RecordedEngine server = unknown(/* capacityTokens= */ 0);

    server.acting("a", 6_000); // 4,000 were assumed

    assertThat(server.backend("u").capacityTokens).isEqualTo(6_750);
    assertThat(server.backend("u").isCapacityKnown()).isFalse();
    assertThat(server.events)
        .contains(new ThunderEvent.BackendChanged(new BackendId("u"), BackendHealth.UP, 6_750));
    server.observe("u", BackendReading.ofCapacity(5_000));
    assertThat(server.backend("u").capacityTokens).as("read at last").isEqualTo(5_000);
  }

  @Test
  void finish_capacityUnknownAndLittleFoundCached_isCut() {
    RecordedEngine server = unknown(/* capacityTokens= */ 0);
    server.acting("a", 3_200);
    for (int i = 0; i < 96; i++) {
      server.end(server.arrive("a", 3_200), TurnOutcome.SUCCEEDED, new Usage(3_200, 0, 32L));
    }

    assertThat(server.backend("u").capacityTokens).isLessThan(3_200);
    assertThat(server.backend("u").admitLimit()).isEqualTo(server.backend("u").capacityTokens);
  }

  @Test
  void finish_capacityKnown_isNotLearnt() {
    RecordedEngine server = unknown(8_000);
    server.acting("a", 160);
    for (int i = 0; i < 200; i++) {
      server.end(server.arrive("a", 160), TurnOutcome.SUCCEEDED, new Usage(160, 0, 16L));
    }

    assertThat(server.backend("u").capacityTokens).isEqualTo(8_000);
  }

  @Test
  void finish_longAnswerWhereLittleIsLearntToBe_isBelieved() {
    RecordedEngine server = unknown(/* capacityTokens= */ 0);
    server.acting("a", 3_200);
    for (int i = 0; i < 200 && server.backend("u").capacityTokens > 1_700; i++) {
      server.end(server.arrive("a", 3_200), TurnOutcome.SUCCEEDED, new Usage(3_200, 0, 32L));
    }
    assertThat(server.backend("u").capacityTokens).isLessThan(1_700);

    server.end(server.arrive("a", 160), TurnOutcome.SUCCEEDED, new Usage(160, 3_000, null));

    assertThat(server.backend("u").capacityTokens).isGreaterThan(3_000);
  }

  @Test
  void arrive_largerThanAServerIsLearntToBe_goesThereWhileItIsEmpty() {
    RecordedEngine fleet = unknown(/* capacityTokens= */ 0);
    fleet.up("v", /* capacityTokens= */ 0);
    fleet.acting("a", 6_400);
    TurnTicket more = fleet.arrive("b", 5_600); // more than any was assumed to hold

    assertThat(more.admittedTo()).as("on the other, which is empty").isNotNull();
  }

  private static RecordedEngine watching(long capacityTokens) {
    return RecordedEngine.of(RecordedEngine.plain().cacheFeedback(true).build(), capacityTokens);
  }

  private static RecordedEngine unknown(long capacityTokens) {
    RecordedEngine server =
        new RecordedEngine(RecordedEngine.plain().cacheFeedback(true).build());
    server.up("u", capacityTokens);
    return server;
  }
}
