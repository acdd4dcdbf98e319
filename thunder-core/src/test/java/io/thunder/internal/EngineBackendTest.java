package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
  void unreachable_turnInFlight_pausesWhenItEnds() {
    TurnTicket turn = run.arrive("a", 160);

    run.down("b");
    assertThat(run.state("a")).isEqualTo(ProgramState.MARKED);
    run.fail(turn);

    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    assertThat(run.used("b")).isZero();
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
