package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.program.ProgramId;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each strategy chooses, by the facts alone. */
final class RoutingTest {

  private static final long SECOND = 1_000_000_000L;

  private final Map<String, BackendEntry> entries = new HashMap<>();
  private long serials = 1;
  private Placement strategy = Placement.LEAST_CONNECTIONS;
  private Fleet fleet = new Fleet(SchedulingPolicy.routed(strategy, false));

  private void backends(Placement placement, String... names) {
    strategy = placement;
    fleet = new Fleet(SchedulingPolicy.routed(placement, false));
    for (String name : names) {
      add(name);
    }
  }

  private BackendEntry add(String name) {
    Backend backend = Backend.vllm("http://" + name + ":1").withId(name);
    BackendEntry entry = new BackendEntry(
        backend, serials++, SchedulingPolicy.routed(strategy, false), 4_000, fleet.pace());
    entry.health = BackendHealth.UP;
    entries.put(name, entry);
    fleet.add(entry);
    fleet.refresh(entry, 0);
    return entry;
  }

  private void remove(String name) {
    fleet.remove(entries.remove(name));
  }

  private String choose(String program, long now) {
    BackendEntry chosen =
        fleet.place(new ProgramEntry(new ProgramId(program), 0), FailedBackends.NONE, now);
    return chosen == null ? "none" : chosen.id().value();
  }

  private String choose() {
    return choose("p", 0);
  }

  /** Lets each of so many programs take its place. */
  private Map<String, Integer> spread(int programs, long now) {
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < programs; i++) {
      String chosen = choose("program-" + i, now);
      entries.get(chosen).turnsInFlight++;
      fleet.placedOn(entries.get(chosen));
      turns.merge(chosen, 1, Integer::sum);
    }
    return turns;
  }

  private List<String> homes(int programs) {
    List<String> homes = new ArrayList<>();
    for (int i = 0; i < programs; i++) {
      homes.add(choose("program-" + i, 0));
    }
    return homes;
  }

  /* --------------- Round robin --------------- */

  @Test
  void roundRobin_backendsComingAndGoing_takesTheNextOfThoseThere() {
    backends(Placement.ROUND_ROBIN, "a", "b", "c");
    assertThat(spread(7, 0)).isEqualTo(Map.of("a", 3, "b", 2, "c", 2)); // the last one was a

    remove("b");
    assertThat(choose()).isEqualTo("c");
    fleet.placedOn(entries.get("c"));
    add("d");
    assertThat(choose()).isEqualTo("d");
    remove("d");
    assertThat(choose()).as("after the last one").isEqualTo("a");
    assertThat(choose()).as("as long as nothing was placed").isEqualTo("a");
  }

  /* --------------- Least connections --------------- */

  @Test
  void leastConnections_fewestTurns_isChosenAndTiesGoByOrder() {
    backends(Placement.LEAST_CONNECTIONS, "a", "b", "c");
    entries.get("a").turnsInFlight = 2;
    entries.get("b").turnsInFlight = 1;
    entries.get("c").turnsInFlight = 1;

    assertThat(choose()).isEqualTo("b");
    entries.get("b").health = BackendHealth.RESTING;
    assertThat(choose()).isEqualTo("c");
  }

  @Test
  void leastConnections_equalLoad_keepsTheProgramWithItsCache() {
    backends(Placement.LEAST_CONNECTIONS, "a", "b", "c");
    ProgramEntry program = new ProgramEntry(new ProgramId("p"), 0);
    program.lastBackend = entries.get("b");

    assertThat(fleet.place(program, FailedBackends.NONE, 0)).isSameAs(entries.get("b"));
    entries.get("b").turnsInFlight = 1;
    assertThat(fleet.place(program, FailedBackends.NONE, 0)).isSameAs(entries.get("a"));
  }

  /* --------------- Least latency --------------- */

  private void pace(String backend, long seconds, long tokens, long now) {
    entries.get(backend).pace.learn(seconds * SECOND, tokens, now);
  }

  @Test
  void leastLatency_oneHalfAsFast_getsHalfOfTheTurns() {
    backends(Placement.LEAST_LATENCY, "slow", "fast");
    pace("slow", 2_000, 100_000, 0);
    pace("fast", 1_000, 100_000, 0);

    Map<String, Integer> turns = spread(300, 0);

    assertThat(turns.get("fast")).isBetween(199, 201);
  }

  @Test
  void leastLatency_shortAnswersToLongPrompts_weighByTheirTokens() {
    backends(Placement.LEAST_LATENCY, "a", "b");
    pace("a", 10, 10, 0); // a prompt of many tokens; 1 s per token says little
    pace("a", 100, 10_000, 0);
    pace("b", 200, 10_000, 0);

    assertThat(choose()).isEqualTo("a");
  }

  @Test
  void leastLatency_newBackend_isTriedButNotCrowded() {
    backends(Placement.LEAST_LATENCY, "old", "new");
    pace("old", 1_000, 100_000, 0);
    entries.get("old").turnsInFlight = 1;

    assertThat(choose()).isEqualTo("new");
    entries.get("old").turnsInFlight = 0;
    assertThat(spread(40, 0)).isEqualTo(Map.of("old", 20, "new", 20));
  }

  @Test
  void leastLatency_slowOnce_isForgottenWithTime() {
    backends(Placement.LEAST_LATENCY, "once-slow", "fast");
    pace("once-slow", 10_000, 1_000, 0);
    pace("fast", 10, 1_000, 0);
    entries.get("fast").turnsInFlight = 5;
    assertThat(choose("p", SECOND)).isEqualTo("fast");

    long later = 1_200 * SECOND;
    pace("fast", 10, 1_000, later);

    assertThat(choose("p", later)).isEqualTo("once-slow");
  }

  @Test
  void leastLatency_nothingKnown_spreadsByTurnsInFlight() {
    backends(Placement.LEAST_LATENCY, "a", "b", "c");

    assertThat(spread(9, 0)).isEqualTo(Map.of("a", 3, "b", 3, "c", 3));
  }

  /* --------------- Least load --------------- */

  @Test
  void leastLoad_requestsOfOthers_countBesideOurs() {
    backends(Placement.LEAST_LOAD, "a", "b");
    entries.get("a").moreLoad = 6;
    entries.get("b").moreLoad = 2;
    entries.get("b").turnsInFlight = 3;

    assertThat(choose()).isEqualTo("b");
    entries.get("b").turnsInFlight = 4;
    assertThat(choose()).isEqualTo("a");
  }

  /* --------------- Consistent hash --------------- */

  @Test
  void consistentHash_manyPrograms_spreadEvenlyAndAlikeEverywhere() {
    backends(Placement.CONSISTENT_HASH, "a", "b", "c", "d");
    List<String> homes = homes(4_000);

    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(homes.stream().filter(name::equals).count()).as(name).isBetween(900L, 1_100L);
    }
    backends(Placement.CONSISTENT_HASH, "d", "b", "a", "c"); // as another client knows them
    assertThat(homes(4_000)).isEqualTo(homes);
  }

  @Test
  void consistentHash_backendGoes_onlyItsProgramsMove() {
    backends(Placement.CONSISTENT_HASH, "a", "b", "c", "d");
    List<String> before = homes(1_000);

    remove("c");

    List<String> after = homes(1_000);
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals("c")) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
    add("c");
    assertThat(homes(1_000)).as("as before once it is back").isEqualTo(before);
  }

  @Test
  void consistentHash_oneProgramOnly_spillsOverBeyondAQuarterAboveTheMean() {
    backends(Placement.CONSISTENT_HASH, "a", "b", "c", "d");
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 80; i++) {
      String chosen = choose("hot", 0);
      entries.get(chosen).turnsInFlight++;
      turns.merge(chosen, 1, Integer::sum);
    }

    assertThat(turns.values()).allMatch(count -> count <= 25).anyMatch(count -> count == 25);
  }
}
