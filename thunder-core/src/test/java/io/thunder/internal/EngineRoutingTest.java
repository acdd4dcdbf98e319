package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engines that let every turn through, to where a strategy says. */
final class EngineRoutingTest {

  private static RecordedEngine engine(Placement strategy, boolean sticky, String... backends) {
    RecordedEngine run = new RecordedEngine(SchedulingPolicy.routed(strategy, sticky));
    for (String backend : backends) {
      run.up(backend, 1_600);
    }
    return run;
  }

  private static String placeOf(TurnTicket turn) {
    return String.valueOf(turn.admittedTo().id());
  }

  @Test
  void arrive_notSticky_takesTheProgramWithItsTokensAlong() {
    RecordedEngine run = engine(Placement.ROUND_ROBIN, false, "a", "b");

    run.acting("p", 320);
    assertThat(run.used("a")).isEqualTo(320);
    TurnTicket second = run.arrive("p", 480);

    assertThat(placeOf(second)).isEqualTo("b");
    assertThat(run.backend("a").programCount()).isZero();
    assertThat(run.used("a")).isZero();
    assertThat(run.used("b")).isGreaterThanOrEqualTo(480);
    assertThat(run.backend("b").turnsInFlight()).isEqualTo(1);
    run.finish(second, 480, 16);
    assertThat(run.used("b")).isEqualTo(496);
    assertThat(run.backend("b").turnsInFlight()).isZero();
    assertThat(placeOf(run.arrive("p", 500))).isEqualTo("a");
    assertThat(run.events).noneMatch(ThunderEvent.ProgramPaused.class::isInstance);
  }

  @Test
  void arrive_notStickySharedPrefix_isCountedWhereItsProgramsAre() {
    RecordedEngine run = engine(Placement.ROUND_ROBIN, false, "a", "b");
    PromptPrefix prefix = new PromptPrefix(1, 160);
    TurnTicket p = run.arrive("p", 320, prefix); // a
    TurnTicket q = run.arrive("q", 320, prefix); // b
    run.finish(p, 320, 0);
    run.finish(q, 320, 0);
    run.acting("other", 16); // a

    run.finish(run.arrive("p", 320, prefix), 320, 0); // b, beside q

    assertThat(run.used("b")).isEqualTo(320 + 160);
    assertThat(run.used("a")).isEqualTo(16);
  }

  @Test
  void arrive_notStickyTurnInFlight_staysBesideIt() {
    RecordedEngine run = engine(Placement.LEAST_CONNECTIONS, false, "a", "b");

    TurnTicket first = run.arrive("p", 160);
    TurnTicket second = run.arrive("p", 160);
    assertThat(List.of(placeOf(first), placeOf(second))).containsExactly("a", "a");
    assertThat(run.backend("a").turnsInFlight()).isEqualTo(2);
    TurnTicket other = run.arrive("q", 160);
    assertThat(placeOf(other)).isEqualTo("b");

    run.finish(first, 160, 0);
    run.finish(second, 160, 0);
    run.arrive("r", 160);
    run.finish(other, 160, 0);
    assertThat(placeOf(run.arrive("p", 160))).as("between its turns").isEqualTo("b");
  }

  @Test
  void arrive_sticky_staysWhereItWasFirst() {
    RecordedEngine run = engine(Placement.LEAST_CONNECTIONS, true, "a", "b");
    run.acting("p", 160);
    run.arrive("q", 160);
    run.arrive("r", 160);
    run.arrive("s", 160);

    assertThat(run.placeOf("q")).isEqualTo("a");
    assertThat(run.placeOf("r")).isEqualTo("b");
    assertThat(placeOf(run.arrive("p", 160))).isEqualTo("a");
  }

  @Test
  void arrive_moreThanAllCapacity_isLetThroughAtOnce() {
    RecordedEngine run = engine(Placement.LEAST_LOAD, false, "a", "b");

    for (int i = 0; i < 10; i++) {
      assertThat(run.arrive("p" + i, 1_600).admittedTo()).isNotNull();
    }

    assertThat(run.waitingTurns()).isZero();
    assertThat(run.backend("a").turnsInFlight()).isEqualTo(5);
  }

  @Test
  void arrive_backendFailedTheTurn_goesElsewhere() {
    for (boolean sticky : new boolean[] {false, true}) {
      RecordedEngine run = engine(Placement.LEAST_CONNECTIONS, sticky, "a", "b");
      run.fail(run.arrive("p", 160));

      TurnTicket again = run.arrive("p", 0, 160, 0, "a");

      assertThat(placeOf(again)).as("sticky %s", sticky).isEqualTo("b");
      run.down("b");
      run.fail(again);
      TurnTicket last = run.arrive("p", 0, 160, 0, "a");
      assertThat(placeOf(last)).as("the only one").isEqualTo("a");
    }
  }

  @Test
  void arrive_backendRestsOrIsGone_goesElsewhereAndComesBackOnlyIfNotSticky() {
    for (boolean sticky : new boolean[] {false, true}) {
      RecordedEngine run = engine(Placement.CONSISTENT_HASH, sticky, "a", "b", "c");
      run.acting("p", 160);
      String home = run.placeOf("p");

      run.overloaded(home, Duration.ofSeconds(30));
      TurnTicket away = run.arrive("p", 160);
      assertThat(placeOf(away)).isNotEqualTo(home);
      run.finish(away, 160, 0);
      run.pass(Duration.ofSeconds(30));
      run.tick();

      TurnTicket next = run.arrive("p", 160);
      assertThat(placeOf(next)).isEqualTo(sticky ? placeOf(away) : home);
      run.remove(placeOf(next));
      run.finish(next, 160, 0);
      assertThat(run.backends()).hasSize(2).doesNotContain(placeOf(next));
      assertThat(run.arrive("p", 160).admittedTo()).isNotNull();
    }
  }

  @Test
  void arrive_backendJoins_takesItsShare() {
    RecordedEngine run = engine(Placement.LEAST_CONNECTIONS, false, "a");
    run.arrive("p", 160);
    run.arrive("q", 160);

    run.up("b", 1_600);

    assertThat(placeOf(run.arrive("r", 160))).isEqualTo("b");
    assertThat(placeOf(run.arrive("s", 160))).isEqualTo("b");
  }

  @Test
  void observe_queueInsideTheEngine_weighsFourfoldUntilTheNextProbe() {
    RecordedEngine run = engine(Placement.LEAST_LOAD, false, "a", "b");
    run.observe("a", reading(4L, 1L)); // 8

    for (int i = 0; i < 8; i++) {
      assertThat(placeOf(run.arrive("p" + i, 16))).isEqualTo("b");
    }
    assertThat(placeOf(run.arrive("more", 16))).isEqualTo("a");
    run.observe("a", reading(1L, 0L)); // the one of ours
    assertThat(placeOf(run.arrive("next", 16))).isEqualTo("a");
    run.observe("b", reading(null, null));
    assertThat(run.backend("b").moreLoad).isZero();
  }

  private static BackendReading reading(Long running, Long waiting) {
    return new BackendReading(null, null, null, running, waiting, null, null, null);
  }

  @Test
  void finish_turnsOfOneBackendTakeLonger_areRoutedAround() {
    RecordedEngine run = engine(Placement.LEAST_LATENCY, false, "slow", "fast");
    TurnTicket slow = run.arrive("p", 16);
    TurnTicket fast = run.arrive("q", 16);
    assertThat(placeOf(fast)).isEqualTo("fast");
    run.pass(Duration.ofSeconds(10));
    run.finish(fast, 16, 1_000);
    run.pass(Duration.ofSeconds(10));
    run.finish(slow, 16, 1_000);

    assertThat(placeOf(run.arrive("r", 16))).isEqualTo("fast");
    assertThat(placeOf(run.arrive("s", 16))).as("no herd").isEqualTo("slow");
    assertThat(placeOf(run.arrive("t", 16))).isEqualTo("fast");
  }

  @Test
  void finish_failedTurns_doNotMakeABackendFast() {
    RecordedEngine run = engine(Placement.LEAST_LATENCY, false, "fails", "works");
    TurnTicket works = run.arrive("p", 0, 16, 0, "fails");
    run.pass(Duration.ofSeconds(1));
    run.finish(works, 16, 100);
    TurnTicket first = run.arrive("q", 0, 16, 0, "works");
    run.pass(Duration.ofSeconds(2));
    run.finish(first, 16, 100);

    run.fail(run.arrive("r", 0, 16, 0, "works")); // at once

    assertThat(placeOf(run.arrive("s", 16))).isEqualTo("works");
  }

  @Test
  void release_turnsInFlight_areNoLongerCounted() {
    RecordedEngine run = engine(Placement.LEAST_CONNECTIONS, true, "a");
    run.arrive("p", 160);
    run.arrive("p", 160);
    assertThat(run.state("p")).isEqualTo(ProgramState.REASONING);

    run.release("p");

    assertThat(run.backend("a").turnsInFlight()).isZero();
  }

  @Test
  void arrive_capacityDecides_strategyChoosesAmongThoseWithRoom() {
    RecordedEngine run = new RecordedEngine(
        RecordedEngine.plain().placement(Placement.LEAST_CONNECTIONS).build());
    run.up("a", 1_600);
    run.up("b", 1_600);
    run.acting("large", 1_280); // a

    assertThat(placeOf(run.arrive("p", 320))).isEqualTo("a");
    assertThat(placeOf(run.arrive("q", 320))).isEqualTo("b");
    assertThat(placeOf(run.arrive("r", 320))).as("a is full").isEqualTo("b");
  }

  @Test
  void arrive_capacityDecides_fastBackendIsPreferredUntilItIsShortOfRoom() {
    RecordedEngine run = new RecordedEngine(
        RecordedEngine.plain().placement(Placement.LEAST_LATENCY).build());
    run.up("slow", 16_000);
    run.up("fast", 16_000);
    TurnTicket slow = run.arrive("p", 160);
    TurnTicket fast = run.arrive("q", 160);
    run.pass(Duration.ofSeconds(10));
    run.finish(fast, 160, 1_000);
    run.pass(Duration.ofSeconds(10));
    run.finish(slow, 160, 1_000);

    run.acting("r", 9_600);
    assertThat(run.placeOf("r")).isEqualTo("fast");
    run.acting("s", 3_200);
    assertThat(run.placeOf("s")).as("more than a quarter of the room").isEqualTo("fast");
    run.acting("t", 160);
    assertThat(run.placeOf("t")).as("less than a quarter").isEqualTo("slow");
  }

  @Test
  void arrive_fastBackendFailedTheTurn_goesWhereRoomIsShort() {
    RecordedEngine run = new RecordedEngine(
        RecordedEngine.plain().placement(Placement.LEAST_LATENCY).build());
    run.up("a", 16_000);
    run.up("b", 16_000);
    run.acting("large", 12_800);
    assertThat(run.placeOf("large")).isEqualTo("a");
    run.fail(run.arrive("p", 160));

    assertThat(placeOf(run.arrive("p", 0, 160, 0, "b"))).isEqualTo("a");
  }
}
