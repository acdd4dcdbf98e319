package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import io.thunder.program.ProgramState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Backends that asked to be left alone for a while. */
final class EngineRestTest {

  private static final Duration REST = Duration.ofSeconds(20);

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

  @Test
  void rest_loneBackend_turnsWaitUntilItIsOver() {
    run.acting("a", 160);
    run.overloaded("b", REST);
    TurnTicket known = run.arrive("a", 160);
    TurnTicket begun = run.arrive("new", 160);
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.RESTING);

    run.pass(REST.minusMillis(1));
    run.tick();
    assertThat(run.waitingTurns())
        .as("longer than turns wait for a backend that is down")
        .isEqualTo(2);

    run.pass(Duration.ofMillis(1));
    run.tick();
    assertThat(known.admittedTo()).isNotNull();
    assertThat(begun.admittedTo()).isNotNull();
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
  }

  @Test
  void rest_programsWhoseToolsRun_keepTheirPlaces() {
    run.acting("a", 160);
    run.overloaded("b", REST);

    run.pass(REST);
    run.tick();

    assertThat(run.placeOf("a")).isEqualTo("b");
    assertThat(run.used("b")).isEqualTo(160);
  }

  @Test
  void rest_anotherBackendUp_turnsGoThere() {
    run.acting("a", 160);
    run.up("c", 1_600);
    run.overloaded("b", REST);

    assertThat(run.arrive("a", 160).admittedTo().id().value()).isEqualTo("c");
    assertThat(run.arrive("new", 160).admittedTo().id().value()).isEqualTo("c");
  }

  @Test
  void rest_anotherTurnOfAProgramInFlight_goesOnElsewhereAfterThose() {
    TurnTicket first = run.arrive("a", 160);
    run.up("c", 1_600);
    run.overloaded("b", REST);
    TurnTicket second = run.arrive("a", 160);
    assertThat(second.isDecided()).isFalse();

    run.finish(first, 160, 0);

    assertThat(second.admittedTo().id().value()).isEqualTo("c");
  }

  @Test
  void rest_overBeforeTurnsInFlightEnd_admitsThoseThatWaitForThem() {
    TurnTicket first = run.arrive("a", 160);
    run.overloaded("b", REST);
    TurnTicket second = run.arrive("a", 160);

    run.pass(REST);
    run.tick();

    assertThat(second.admittedTo().id().value()).isEqualTo("b");
    run.finish(first, 160, 0);
    run.finish(second, 160, 0);
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void rest_probeAnswered_goesOn() {
    run.overloaded("b", REST);
    run.observe("b", BackendReading.EMPTY);
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.RESTING);

    run.down("b");
    run.observe("b", BackendReading.EMPTY);
    assertThat(run.backend("b").health())
        .as("back, and not rested")
        .isEqualTo(BackendHealth.RESTING);

    run.pass(REST);
    run.observe("b", BackendReading.EMPTY);
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
  }

  @Test
  void rest_probeAnswered_admitsNobodyYet() {
    TurnTicket first = run.arrive("a", 160);
    run.overloaded("b", REST);
    TurnTicket second = run.arrive("a", 160);

    run.observe("b", BackendReading.EMPTY);

    assertThat(second.isDecided()).isFalse();
    run.finish(first, 160, 0);
    assertThat(second.isDecided()).isFalse();
  }

  @Test
  void rest_askedForAgain_lastsUntilTheLaterTime() {
    run.overloaded("b", REST);
    run.overloaded("b", Duration.ofSeconds(1));

    run.pass(REST.minusMillis(1));
    run.tick();

    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.RESTING);
  }

  @Test
  void rest_forHours_isBounded() {
    run.overloaded("b", Duration.ofHours(5));

    run.pass(Duration.ofMinutes(1));
    run.tick();

    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
  }

  @Test
  void rest_notAskedFor_isShortAndOfALoneBackendOnly() {
    run.overloaded("b", Duration.ZERO);
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.RESTING);
    run.pass(Duration.ofSeconds(1));
    run.tick();
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);

    run.up("c", 1_600);
    run.overloaded("b", Duration.ZERO);
    assertThat(run.backend("b").health()).isEqualTo(BackendHealth.UP);
  }

  @Test
  void rest_backendDiesMeanwhile_graceOfItsTurnsBeginsThen() {
    run.overloaded("b", REST);
    TurnTicket turn = run.arrive("a", 160);
    run.pass(REST.minusSeconds(1));
    run.down("b");
    run.tick();
    assertThat(turn.isDecided()).isFalse();

    run.pass(Duration.ofSeconds(10));
    run.tick();

    assertThat(turn.refusal()).isInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void rest_roomKeptThere_isGivenUp() {
    TurnTicket running = run.arrive("a", 1_600);
    TurnTicket large = run.arrive("large", 1_600);
    run.pass(Duration.ofMinutes(16));
    run.tick();
    assertThat(run.backend("b").reservedFor).isNotNull();

    run.overloaded("b", REST);

    assertThat(run.backend("b").reservedFor).isNull();
    run.finish(running, 1_600, 0);
    run.release("a");
    run.pass(REST);
    run.tick();
    assertThat(large.admittedTo()).isNotNull();
  }
}
