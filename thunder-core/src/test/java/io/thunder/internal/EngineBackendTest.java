package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.QueueFullException;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends that come, go, fail and come back, with programs on them. */
final class EngineBackendTest {

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

  @Test
  void unreachable_once_changesNothing() {
    run.acting("a", 160);

    run.unreachable("b");

    assertThat(run.backend("b").health).isEqualTo(BackendHealth.UP);
    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void unreachable_onceBetweenGoodReadings_neverAddsUp() {
    for (int i = 0; i < 5; i++) {
      run.unreachable("b");
      run.observe("b", BackendReading.EMPTY);
    }
    run.unreachable("b");

    assertThat(run.backend("b").health).isEqualTo(BackendHealth.UP);
  }

  @Test
  void unreachable_twice_pausesActingProgramsAndResumesThemElsewhere() {
    run.acting("a", 160);
    run.up("c", 1_600);

    run.down("b");
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);

    assertThat(run.arrive("a", 160).admittedTo().id().value()).isEqualTo("c");
  }

  @Test
  void observe_lookupsFell_holdsNothingThereForProgramsWhoseToolsRun() {
    run.acting("a", 160);
    TurnTicket running = run.arrive("r", 160);
    run.observe("b", lookups(500));
    run.up("c", 1_600);

    run.observe("b", lookups(20));

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    assertThat(run.state("r")).isEqualTo(ProgramState.REASONING);
    assertThat(run.events).contains(new ThunderEvent.CacheLost(new BackendId("b"), 1, 1));
    assertThat(run.arrive("a", 160).admittedTo().id().value()).isEqualTo("c");
    run.finish(running, 160, 0);
    assertThat(run.state("r")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void observe_lookupsGrowOrAreUnknown_keepsProgramsPlaced() {
    run.acting("a", 160);

    run.observe("b", lookups(500));
    run.observe("b", BackendReading.EMPTY);
    run.observe("b", lookups(500));
    run.observe("b", lookups(501));

    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void observe_lookupsOfAnotherEngineBehindTheUrl_keepsProgramsPlaced() {
    run.acting("a", 160);

    run.observe("b", lookups(500));
    run.observe("b", lookups(400));

    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
  }

  @Test
  void add_nobodyUpForLong_keepsNobodyWaitingForNewcomers() {
    run.down("b");
    TurnTicket turn = run.arrive("a", 160);
    for (int i = 0; i < 3; i++) {
      run.pass(Duration.ofSeconds(4));
      run.add("new" + i, 1_600);
      run.tick();
    }

    assertThat(turn.refusal()).isInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void observe_lookupsFellWhileUnknownBetween_isNoticed() {
    run.acting("a", 160);
    run.observe("b", lookups(500));
    run.observe("b", BackendReading.EMPTY);

    run.observe("b", lookups(0));

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void cacheLost_turnsWait_areGivenTheRoom() {
    run.acting("a", 1_600);
    TurnTicket waiting = run.arrive("w", 1_600);

    run.cacheLost("b");

    assertThat(waiting.admittedTo()).isNotNull();
  }

  @Test
  void observe_atMostHalfOfARoutersCachesLost_keepsProgramsPlaced() {
    run.acting("a", 160);
    run.observe("b", BackendReading.EMPTY.withCachesLost(0.25));
    assertThat(run.events).as("what was lost before").noneMatch(EngineBackendTest::isLoss);

    run.observe("b", BackendReading.EMPTY.withCachesLost(0.75));

    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
    assertThat(run.used("b")).isEqualTo(160);
    assertThat(run.events).contains(new ThunderEvent.CacheLost(new BackendId("b"), 0.5, 0));
  }

  @Test
  void observe_mostOfARoutersCachesLost_holdsNothingThere() {
    run.acting("a", 160);
    run.observe("b", BackendReading.EMPTY.withCachesLost(0));
    run.observe("b", BackendReading.EMPTY);

    run.observe("b", BackendReading.EMPTY.withCachesLost(2));

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    assertThat(run.events).contains(new ThunderEvent.CacheLost(new BackendId("b"), 1, 1));
  }

  @Test
  void observe_lossesWereForgotten_countAnew() {
    run.acting("a", 160);
    run.observe("b", BackendReading.EMPTY.withCachesLost(3));
    run.observe("b", BackendReading.EMPTY.withCachesLost(0));
    assertThat(run.events).noneMatch(EngineBackendTest::isLoss);

    run.observe("b", BackendReading.EMPTY.withCachesLost(1));

    assertThat(run.events).anyMatch(EngineBackendTest::isLoss);
  }

  private static boolean isLoss(ThunderEvent event) {
    return event instanceof ThunderEvent.CacheLost;
  }

  @Test
  void cacheLost_draining_forgetsTheBackend() {
    TurnTicket turn = run.arrive("a", 160);
    run.remove("b");

    run.cacheLost("b");
    run.finish(turn, 160, 0);
    run.cacheLost("b");

    assertThat(run.backends()).isEmpty();
  }

  private static BackendReading lookups(long tokens) {
    return new BackendReading(null, null, null, null, null, tokens, 0L, null);
  }

  @Test
  void unreachable_turnInFlight_pausesWhenItEnds() {
    TurnTicket turn = run.arrive("a", 160);

    run.down("b");
    assertThat(run.state("a")).isEqualTo(ProgramState.MARKED);
    run.fail(turn);

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    assertThat(run.used("b")).isZero();
  }

  @Test
  void arrive_anotherTurnRunsOnDownBackend_waitsForItsEndAndGoesElsewhere() {
    TurnTicket first = run.arrive("a", 160);
    run.up("c", 1_600);
    run.down("b");

    TurnTicket second = run.arrive("a", 320);
    assertThat(second.isDecided()).as("sent to a backend that is down").isFalse();
    assertThat(run.program("a").turnsInFlight()).isEqualTo(1);
    assertThat(run.program("a").turnsWaiting()).isEqualTo(1);
    assertThat(run.events)
        .contains(new ThunderEvent.TurnQueued(second.programId(), second.id(), 160 + 320, 1_600));
    run.fail(first);

    assertThat(second.admittedTo().id().value()).isEqualTo("c");
    assertThat(run.used("b")).isZero();
    assertThat(run.waitingTurns()).isZero();
  }

  @Test
  void arrive_turnsOverlapOnRemovedBackend_letItGo() {
    TurnTicket first = run.arrive("a", 160);
    run.up("c", 1_600);
    run.remove("b");

    TurnTicket second = run.arrive("a", 160);
    TurnTicket third = run.arrive("a", 160);
    run.finish(first, 160, 0);

    assertThat(run.backends()).containsExactly("c");
    assertThat(List.of(second, third))
        .allSatisfy(turn -> assertThat(turn.admittedTo().id().value()).isEqualTo("c"));
  }

  @Test
  void observe_backendBackBeforeTurnsInFlightEnd_admitsThoseThatWaitForThem() {
    TurnTicket first = run.arrive("a", 160);
    run.up("c", 1_600);
    run.down("b");
    TurnTicket second = run.arrive("a", 160);

    run.observe("b", BackendReading.EMPTY);

    assertThat(second.admittedTo().id().value()).isEqualTo("b");
    assertThat(run.waitingTurns()).isZero();
    run.finish(first, 160, 0);
    run.finish(second, 160, 0);
    assertThat(run.used("b")).as("it leaves when it can").isZero();
  }

  @Test
  void withdraw_turnThatWaitsForOthersOfItsProgram_isRefused() {
    TurnTicket first = run.arrive("a", 160);
    run.down("b");
    TurnTicket second = run.arrive("a", 160);

    run.withdraw(second, /* evenIfRunning= */ true);

    assertThat(second.refusal()).isNotNull();
    assertThat(run.waitingTurns()).isZero();
    run.fail(first);
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void release_turnWaitsForOthersOfItsProgram_isRefused() {
    run.arrive("a", 160);
    run.down("b");
    TurnTicket second = run.arrive("a", 160);

    run.release("a");

    assertThat(second.refusal()).isInstanceOf(ProgramReleasedException.class);
    assertThat(run.waitingTurns()).isZero();
  }

  @Test
  void tick_nobodyUp_refusesTurnsThatWaitForOthersOfTheirProgram() {
    TurnTicket first = run.arrive("a", 160);
    run.down("b");
    run.pass(Duration.ofSeconds(30));
    TurnTicket second = run.arrive("a", 160);

    run.pass(Duration.ofSeconds(9));
    run.tick();
    assertThat(second.isDecided()).isFalse();
    run.pass(Duration.ofSeconds(1));
    run.tick();

    assertThat(second.refusal()).isInstanceOf(BackendUnavailableException.class);
    assertThat(first.revocation()).isNull();
    assertThat(run.waitingTurns()).isZero();
  }

  @Test
  void arrive_queueFullOfTurnsThatWaitForOthersOfTheirProgram_isRefused() {
    RecordedEngine small = new RecordedEngine(
        RecordedEngine.plain().build(), new EngineLimits(1, 0, 4_000, 10_000_000_000L, 0));
    small.up("b", 1_600);
    small.arrive("a", 160);
    small.down("b");
    small.arrive("a", 160);

    assertThat(small.arrive("a", 160).refusal()).isInstanceOf(QueueFullException.class);
  }

  @Test
  void observe_downBackend_placesWhoWaits() {
    run.down("b");
    TurnTicket turn = run.arrive("a", 160);
    assertThat(turn.isDecided()).isFalse();

    run.observe("b", BackendReading.EMPTY);

    assertThat(turn.admittedTo()).isNotNull();
  }

  @Test
  void unreachable_holderOfReservation_losesItAndGetsAnother() {
    run.arrive("a", 1_600);
    TurnTicket waits = run.arrive("waits", 160);
    run.pass(Duration.ofMinutes(15));
    run.tick();
    assertThat(run.backend("b").reservedFor).isNotNull();

    run.down("b");
    assertThat(run.backend("b").reservedFor).isNull();
    run.up("c", 1_600);

    assertThat(waits.admittedTo().id().value()).isEqualTo("c");
  }

  @Test
  void remove_turnInFlight_mayEndBeforeTheBackendGoes() {
    run.up("c", 1_600);
    run.acting("idle", 160);
    TurnTicket turn = run.arrive("a", 160);
    String place = run.placeOf("a");

    run.remove(place);
    assertThat(run.backend(place).health).isEqualTo(BackendHealth.DRAINING);
    run.observe(place, BackendReading.EMPTY);
    assertThat(run.backend(place).health).as("not taken back").isEqualTo(BackendHealth.DRAINING);
    run.finish(turn, 160, 0);

    assertThat(run.backends()).doesNotContain(place);
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void remove_noTurnInFlight_goesAtOnce() {
    run.acting("a", 160);

    run.remove("b");

    assertThat(run.backends()).isEmpty();
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void remove_whileProgramsRelease_forgetsTheBackend() {
    run.arrive("a", 160);
    run.remove("b");

    run.release("a");

    assertThat(run.backends()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"b, c", "c, b"}) // in whichever order they go
  void list_severalGoAtOnce_nobodyMovesFromOneToAnother(String large, String small) {
    RecordedEngine fleet = new RecordedEngine(RecordedEngine.plain().build());
    ListedBackends listed = new ListedBackends();
    fleet.apply(
        new Command.BackendsListed(listed, List.of(listed(large, 3_200), listed(small, 1_600))));
    fleet.observe("b", BackendReading.EMPTY);
    fleet.observe("c", BackendReading.EMPTY);
    fleet.overloaded(large, Duration.ofMinutes(1));
    TurnTicket waiting = fleet.arrive("too large for the small one", 2_000);

    fleet.apply(new Command.BackendsListed(listed, List.of()));

    assertThat(waiting.admittedTo()).isNull();
  }

  private static Backend listed(String id, long capacityTokens) {
    return Backend.vllm("http://" + id + ":8000").withId(id).withCapacityTokens(capacityTokens);
  }

  @Test
  void add_idTaken_isIgnored() {
    run.add("b", 99);

    assertThat(run.backend("b").capacityTokens).isEqualTo(1_600);
  }

  @Test
  void observe_configuredCapacity_winsOverWhatWasRead() {
    run.observe("b", BackendReading.ofCapacity(99));

    assertThat(run.backend("b").capacityTokens).isEqualTo(1_600);
  }

  @Test
  void observe_blockSize_roundsWhatIsHeldAnew() {
    run.acting("a", 160);

    run.observe("b", new BackendReading(null, 128, null, null, null, null, null, null));

    assertThat(run.used("b")).isEqualTo(256);
  }

  @Test
  void observe_foreignLoad_countsTheSmallerOfTwoReadings() {
    run.acting("a", 160);

    run.observeUsage("b", 0.5);
    assertThat(run.used("b")).as("one reading may show what has just ended").isEqualTo(160);
    run.observeUsage("b", 0.25);
    assertThat(run.used("b")).isEqualTo(160 + 400);
    run.observeUsage("b", 0.0);

    assertThat(run.used("b")).as("gone at once").isEqualTo(160);
  }

  @Test
  void observe_ownTurnsInFlight_areNotForeignLoad() {
    run.arrive("a", 800);

    run.observeUsage("b", 0.5);
    run.observeUsage("b", 0.5);

    assertThat(run.used("b")).isEqualTo(800);
  }

  @Test
  void observe_foreignLoadTakesTheRoom_pausesAndMakesOthersWait() {
    run.acting("a", 800);
    run.acting("b", 320);

    run.observeUsage("b", 0.5);
    run.observeUsage("b", 0.5);

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    assertThat(run.arrive("new", 800).isDecided()).isFalse();
  }

  @Test
  void tick_nobodyUp_refusesAfterTheGraceNamingTheCause() {
    run.down("b");
    run.pass(Duration.ofSeconds(30));
    TurnTicket turn = run.arrive("a", 160);

    run.pass(Duration.ofSeconds(9));
    run.tick();
    assertThat(turn.isDecided()).as("its own grace, not the fleet's").isFalse();
    run.pass(Duration.ofSeconds(1));
    run.tick();

    assertThat(turn.refusal())
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageStartingWith("no backend is up: b DOWN (connection refused): turn ");
    assertThat(run.waitingTurns()).isZero();
  }

  @Test
  void tick_oneBackendUp_refusesNobody() {
    run.up("c", 160);
    run.down("b");
    TurnTicket turn = run.arrive("a", 1_600);

    run.pass(Duration.ofMinutes(1));
    run.tick();

    assertThat(turn.refusal()).isNull();
  }

  @Test
  void changes_ofHealth_areAnnouncedOnce() {
    run.events.clear();
    run.unreachable("b");
    run.unreachable("b");
    run.unreachable("b");
    run.observe("b", BackendReading.EMPTY);
    run.observe("b", BackendReading.EMPTY);

    assertThat(run.events)
        .containsExactly(
            new ThunderEvent.BackendChanged(run.backend("b").id(), BackendHealth.DOWN, 1_600),
            new ThunderEvent.BackendChanged(run.backend("b").id(), BackendHealth.UP, 1_600));
  }
}
