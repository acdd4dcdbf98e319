package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import io.thunder.error.TurnCancelledException;
import io.thunder.program.ProgramState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits, in which order, and for how long at most. */
final class EngineWaitingTest {

  private static final Duration BOUND = Duration.ofMinutes(15);

  private final RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 1_600);

  @Test
  void settle_firstFitsInLargestBlocksOnly_placesTheNext() {
    RecordedEngine run = RecordedEngine.of(RecordedEngine.plain().build(), 2_112);
    run.observe("b", new BackendReading(null, 528, null, null, null, null, null, null));
    run.arrive("fills b", 2_112);
    run.add("c", 2_680);
    run.observe("c", new BackendReading(null, 32, null, null, null, null, null, null));
    run.arrive("stays", 1_088);
    run.arrive("goes", 1_500);
    TurnTicket first = run.arrive("first", 1_584); // in blocks of 528; 1,600 in blocks of 32
    TurnTicket next = run.arrive("next", 400);

    run.release("goes"); // leaves 1,592 tokens

    assertThat(first.isDecided()).isFalse();
    assertThat(next.admittedTo().id().value()).isEqualTo("c");
  }

  @Test
  void fill_equalPrograms_servesInOrderOfArrival() {
    TurnTicket blocker = run.arrive("blocker", 1_600);
    List<TurnTicket> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      order.add(run.arrive("p" + i, 160));
      run.pass(Duration.ofSeconds(1));
    }

    run.finish(blocker, 16, 0);

    assertThat(run.decided).endsWith(order.toArray(TurnTicket[]::new));
  }

  @Test
  void fill_smallAndLarge_servesSmallFirstUntilLargeHasAged() {
    TurnTicket blocker = run.arrive("blocker", 1_600);
    TurnTicket large = run.arrive("large", 1_440);
    run.pass(Duration.ofMinutes(1));
    TurnTicket small = run.arrive("small", 160);
    run.finish(blocker, 1_600, 0);
    run.release("blocker");

    assertThat(run.decided.indexOf(small)).isLessThan(run.decided.indexOf(large));
  }

  @Test
  void fill_largeThatHasAged_goesBeforeLaterSmall() {
    TurnTicket blocker = run.arrive("blocker", 1_600);
    TurnTicket large = run.arrive("large", 1_440);
    run.pass(Duration.ofMinutes(11)); // beyond the size handicap, before a reservation
    TurnTicket small = run.arrive("small", 160);
    run.release("blocker");

    assertThat(run.decided.indexOf(large)).isLessThan(run.decided.indexOf(small));
    assertThat(blocker.admittedTo()).isNotNull();
  }

  @Test
  void fill_returningAndNew_servesReturningFirst() {
    run.acting("returning", 320);
    TurnTicket grows = run.arrive("grows", 1_280);
    run.progress(grows, 160);
    assertThat(run.state("returning")).isEqualTo(ProgramState.PARKED);
    TurnTicket fresh = run.arrive("new", 320);
    run.pass(Duration.ofMinutes(1));
    TurnTicket returning = run.arrive("returning", 320);

    run.finish(grows, 1_280, 0);

    assertThat(returning.admittedTo()).isNotNull();
    assertThat(fresh.isDecided()).isFalse();
  }

  @Test
  void fill_newPrograms_areServedInOrderOfArrivalForAWhile() {
    RecordedEngine fair = RecordedEngine.of(
        RecordedEngine.plain().arrivalOrderFor(Duration.ofMinutes(10)).build(), 1_600);
    fair.arrive("a", 1_280);
    TurnTicket large = fair.arrive("large", 800);
    fair.pass(Duration.ofMinutes(1));
    TurnTicket small = fair.arrive("small", 160);
    assertThat(small.isDecided()).as("overtakes a large one that came before").isFalse();

    fair.pass(Duration.ofMinutes(9));
    fair.tick();
    assertThat(small.admittedTo()).as("the large one waits no more in order").isNotNull();
    assertThat(large.isDecided()).isFalse();
    fair.release("a");

    assertThat(large.admittedTo()).isNotNull();
  }

  @Test
  void fill_returningProgram_goesBeforeNewOnesThatWaitInOrder() {
    RecordedEngine fair = RecordedEngine.of(
        RecordedEngine.plain().arrivalOrderFor(Duration.ofMinutes(10)).build(), 1_600);
    fair.acting("returning", 320);
    TurnTicket grows = fair.arrive("grows", 1_280);
    fair.progress(grows, 160);
    TurnTicket large = fair.arrive("large", 1_280);
    fair.pass(Duration.ofSeconds(1));
    TurnTicket returning = fair.arrive("returning", 320);
    assertThat(returning.isDecided()).isFalse();

    fair.finish(grows, 1_280, 0);

    assertThat(returning.admittedTo()).isNotNull();
    assertThat(large.isDecided()).isFalse();
  }

  @Test
  void fill_firstDoesNotFit_servesWhoDoes() {
    run.arrive("a", 1_280);
    TurnTicket large = run.arrive("large", 800);
    TurnTicket small = run.arrive("small", 320);

    assertThat(large.isDecided()).isFalse();
    assertThat(small.admittedTo()).isNotNull();
  }

  @Test
  void tick_starvingLargeProgram_getsRoomMadeAndKept() {
    TurnTicket a = run.arrive("a", 800);
    TurnTicket b = run.arrive("b", 800);
    TurnTicket large = run.arrive("large", 1_440);
    run.pass(BOUND);
    run.tick(); // marks both: neither may go on here

    run.finish(a, 800, 0);
    assertThat(run.state("a")).isEqualTo(ProgramState.PARKED);
    TurnTicket late = run.arrive("late", 160);
    TurnTicket again = run.arrive("a", 800);
    assertThat(late.isDecided()).as("a small late-comer").isFalse();
    assertThat(again.isDecided()).as("who made room").isFalse();
    run.finish(b, 800, 0);

    assertThat(large.admittedTo()).isNotNull();
    assertThat(late.admittedTo()).as("beside the large one").isNotNull();
  }

  @Test
  void tick_starvingProgramAndIdleOnes_pausesThem() {
    run.acting("idle", 1_600);
    TurnTicket turn = run.arrive("waits", 160);

    run.pass(BOUND.minusNanos(1));
    run.tick();
    assertThat(turn.isDecided()).isFalse();
    run.pass(Duration.ofNanos(1));
    run.tick();

    assertThat(turn.admittedTo()).isNotNull();
    assertThat(run.state("idle")).isEqualTo(ProgramState.PARKED);
  }

  @Test
  void tick_reservation_isMadeOnBackendThatCanHoldTheProgram() {
    run.up("small", 320);
    run.arrive("busy", 1_600);
    run.acting("idle", 160);
    TurnTicket large = run.arrive("large", 960);
    assertThat(run.placeOf("idle")).isEqualTo("small");

    run.pass(BOUND);
    run.tick();

    assertThat(run.backend("small").reservedFor).isNull();
    assertThat(run.backend("b").reservedFor).isNotNull();
    run.release("busy");
    assertThat(large.admittedTo().id().value()).isEqualTo("b");
  }

  @Test
  void arrive_waitingProgramOutgrowsItsReservation_reservesWhereItFits() {
    run.up("small", 800);
    run.arrive("busy", 1_600);
    run.arrive("blocker", 640);
    run.arrive("grows", 640);
    run.pass(BOUND);
    run.tick();
    assertThat(run.backend("small").reservedFor).as("the first reservation").isNotNull();

    TurnTicket larger = run.arrive("grows", 1_440);
    run.release("busy");

    assertThat(larger.admittedTo()).isNotNull();
    assertThat(run.backend("small").reservedFor).isNull();
  }

  @Test
  void add_largerBackend_isWaitedForWithoutKeepingRoomElsewhere() {
    run.arrive("blocker", 400);
    run.arrive("large", 1_280);
    run.arrive("large", 1_280); // both together are more than there is, and go to the largest
    run.pass(Duration.ofMinutes(16));
    run.tick();
    TurnTicket small = run.arrive("small", 160);
    assertThat(small.admittedTo()).as("beside a reservation").isNull();

    run.add("larger", 10_000);

    assertThat(small.admittedTo()).isNotNull();
    run.observe("larger", BackendReading.EMPTY);
    assertThat(run.state("large")).isEqualTo(ProgramState.REASONING);
  }

  @Test
  void tick_reservationsOff_neverMakesRoom() {
    RecordedEngine never =
        RecordedEngine.of(RecordedEngine.plain().reservationAfter(Duration.ZERO).build(), 1_600);
    never.acting("idle", 1_600);
    TurnTicket turn = never.arrive("waits", 160);

    never.pass(Duration.ofMinutes(59));
    never.tick();

    assertThat(turn.isDecided()).isFalse();
  }

  @Test
  void withdraw_waitingTurnWithReservation_freesTheRoom() {
    run.arrive("a", 800);
    TurnTicket large = run.arrive("large", 1_440);
    run.pass(BOUND);
    run.tick();
    TurnTicket late = run.arrive("late", 160);
    assertThat(late.isDecided()).isFalse();

    run.withdraw(large, true);

    assertThat(late.admittedTo()).isNotNull();
    assertThat(large.refusal()).isInstanceOf(TurnCancelledException.class);
    assertThat(run.state("large")).isEqualTo(ProgramState.PARKED);
    assertThat(run.state("a")).as("no longer marked").isEqualTo(ProgramState.REASONING);
  }

  @Test
  void withdraw_runningTurn_endsOnlyIfAsked() {
    TurnTicket turn = run.arrive("a", 160);

    run.withdraw(turn, false);
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
    run.withdraw(turn, true);

    assertThat(run.state("a")).isEqualTo(ProgramState.ACTING);
    assertThat(turn.refusal()).isNull();
  }

  @Test
  void withdraw_oneOfTwoWaitingTurns_keepsTheOtherAndItsPlace() {
    run.arrive("blocker", 1_600);
    TurnTicket first = run.arrive("a", 160);
    TurnTicket second = run.arrive("a", 320);
    assertThat(run.program("a").needTokens).as("the union of both").isEqualTo(480);

    run.withdraw(second, true);

    assertThat(run.program("a").needTokens).isEqualTo(160);
    assertThat(run.waitingTurns()).isEqualTo(1);
    run.release("blocker");
    assertThat(first.admittedTo()).isNotNull();
  }

  @Test
  void withdraw_turnThatIsOver_isIgnored() {
    TurnTicket turn = run.arrive("a", 160);
    run.finish(turn, 160, 0);

    run.withdraw(turn, true);

    assertThat(run.program("a").turnsEnded()).isEqualTo(1);
  }

  @Test
  void resume_severalWaitingTurns_startsAllOfThem() {
    run.arrive("blocker", 1_600);
    TurnTicket first = run.arrive("a", 160);
    TurnTicket second = run.arrive("a", 320);

    run.release("blocker");

    assertThat(first.admittedTo()).isNotNull();
    assertThat(second.admittedTo()).isNotNull();
    assertThat(run.program("a").turnsInFlight()).isEqualTo(2);
    assertThat(run.waitingTurns()).isZero();
  }
}
