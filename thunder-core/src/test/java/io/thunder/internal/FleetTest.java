package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.program.ProgramId;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FleetTest {

  private static final SchedulingPolicy SPREAD = RecordedEngine.plain().build();
  private static final SchedulingPolicy TIGHT =
      RecordedEngine.plain().placement(Placement.BEST_FIT).build();
  private static final SchedulingPolicy FAST =
      RecordedEngine.plain().placement(Placement.LEAST_LATENCY).build();

  private final Map<String, BackendEntry> entries = new HashMap<>();
  private long serials;

  private Fleet fleet(SchedulingPolicy policy, BackendHealth health, String... names) {
    Fleet fleet = new Fleet(policy);
    for (String name : names) {
      Backend backend =
          Backend.vllm("http://" + name + ":1").withId(name).withCapacityTokens(1_600);
      BackendEntry entry = new BackendEntry(backend, serials++, policy, 4_000, fleet.pace());
      entry.health = health;
      entries.put(name, entry);
      fleet.add(entry);
      fleet.refresh(entry, 0);
    }
    return fleet;
  }

  /** Lets somebody hold so much on a backend. */
  private void hold(Fleet fleet, String backend, long tokens) {
    BackendEntry entry = entries.get(backend);
    entry.programs.add(new ProgramEntry(new ProgramId("holder of " + backend), serials++));
    entry.ledger.addReasoning(tokens);
    fleet.refresh(entry, 0);
  }

  private ProgramEntry program(long tokens) {
    ProgramEntry program = new ProgramEntry(new ProgramId("p"), serials++);
    program.baseTokens = tokens;
    return program;
  }

  @Test
  void place_mostFree_takesTheOneWithMostRoom() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UP, "a", "b", "c");
    hold(fleet, "a", 800);
    hold(fleet, "b", 320);
    hold(fleet, "c", 640);

    assertThat(fleet.place(program(160), FailedBackends.NONE, 0)).isSameAs(entries.get("b"));
    assertThat(fleet.roomMax()).isEqualTo(1_280);
    assertThat(fleet.place(program(1_296), FailedBackends.NONE, 0)).isNull();
  }

  @Test
  void place_bestFit_takesTheOneWithLeastRoomThatFits() {
    Fleet fleet = fleet(TIGHT, BackendHealth.UP, "a", "b", "c");
    hold(fleet, "a", 1_440);
    hold(fleet, "b", 320);
    hold(fleet, "c", 800);

    assertThat(fleet.place(program(160), FailedBackends.NONE, 0)).isSameAs(entries.get("a"));
    assertThat(fleet.place(program(480), FailedBackends.NONE, 0)).isSameAs(entries.get("c"));
    assertThat(fleet.place(program(1_280), FailedBackends.NONE, 0)).isSameAs(entries.get("b"));
  }

  @Test
  void place_failedOnOne_isTheLastChoice() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UP, "a", "b");
    hold(fleet, "a", 160);
    hold(fleet, "b", 1_280);

    assertThat(fleet.place(program(160), failedOn("a"), 0)).isSameAs(entries.get("b"));
    assertThat(fleet.place(program(800), failedOn("a"), 0)).isSameAs(entries.get("a"));
  }

  @Test
  void place_failedOnSome_takesOthersFirstThenTheOneThatFailedLongestAgo() {
    for (SchedulingPolicy policy : List.of(SPREAD, TIGHT, FAST)) {
      entries.clear();
      Fleet fleet = fleet(policy, BackendHealth.UP, "a", "b", "c");
      hold(fleet, "c", 1_280);

      assertThat(fleet.place(program(160), failedOn("a", "b"), 0)).isSameAs(entries.get("c"));
      assertThat(fleet.place(program(480), failedOn("a", "b"), 0))
          .as("c has no room")
          .isSameAs(entries.get("a"));
      assertThat(fleet.place(program(160), failedOn("b", "c", "a", "b"), 0))
          .isSameAs(entries.get("c"));
      assertThat(fleet.hasRoomFor(program(1_600), failedOn("b", "c", "a"), 0)).isTrue();
    }
  }

  private static FailedBackends failedOn(String... backends) {
    FailedBackends failed = FailedBackends.NONE;
    for (String backend : backends) {
      failed = failed.and(new BackendId(backend));
    }
    return failed;
  }

  @Test
  void place_backendItWasOn_isPreferredWhileItHasRoom() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UP, "a", "b");
    hold(fleet, "a", 800);
    hold(fleet, "b", 160);
    ProgramEntry program = program(160);
    program.lastBackend = entries.get("a");

    assertThat(fleet.place(program, FailedBackends.NONE, 0)).isSameAs(entries.get("a"));
    assertThat(fleet.place(program, failedOn("a"), 0)).isSameAs(entries.get("b"));
    hold(fleet, "a", 800);
    assertThat(fleet.place(program, FailedBackends.NONE, 0)).isSameAs(entries.get("b"));
    fleet.remove(entries.get("b"));
    program.lastBackend = entries.get("b");
    assertThat(fleet.place(program, FailedBackends.NONE, 0))
        .as("one that is gone")
        .isNull();
  }

  @Test
  void refresh_healthChanges_listsThoseThatAreUp() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UNKNOWN, "a", "b");
    assertThat(fleet.anyUp()).isFalse();
    assertThat(fleet.place(program(16), FailedBackends.NONE, 0)).isNull();
    assertThat(fleet.roomMax()).isEqualTo(-1);

    entries.get("a").health = BackendHealth.UP;
    fleet.refresh(entries.get("a"), 0);
    assertThat(fleet.upCount()).isEqualTo(1);
    entries.get("a").health = BackendHealth.DOWN;
    fleet.refresh(entries.get("a"), 0);

    assertThat(fleet.anyUp()).isFalse();
  }

  @Test
  void place_emptyBackends_takeWhatTheyHoldAndTheLargestTakesAll() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UP, "small", "large");
    entries.get("small").capacityTokens = 320;
    fleet.refreshCapacity();

    assertThat(fleet.place(program(9_999), FailedBackends.NONE, 0)).isSameAs(entries.get("large"));
    hold(fleet, "large", 1_600);
    assertThat(fleet.place(program(320), FailedBackends.NONE, 0)).isSameAs(entries.get("small"));
    assertThat(fleet.place(program(336), FailedBackends.NONE, 0)).isNull();
    assertThat(fleet.freeTokensMax()).isEqualTo(320);
    fleet.remove(entries.get("large"));
    assertThat(fleet.place(program(336), FailedBackends.NONE, 0))
        .as("the largest now")
        .isNotNull();
  }

  @Test
  void mostFreeUnreserved_candidates_areUpLargeEnoughAndNotReserved() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UP, "a", "b", "small");
    entries.get("small").capacityTokens = 320;
    fleet.refreshCapacity();
    hold(fleet, "a", 1_500);
    hold(fleet, "b", 1_400);
    ProgramEntry program = program(800);

    assertThat(fleet.mostFreeUnreserved(program)).isSameAs(entries.get("b"));
    entries.get("b").reservedFor = program;
    assertThat(fleet.mostFreeUnreserved(program)).isSameAs(entries.get("a"));
    entries.get("a").health = BackendHealth.DOWN;
    assertThat(fleet.mostFreeUnreserved(program)).isNull();
  }

  @Test
  void capacityBound_oneUnknown_isBoundless() {
    Fleet fleet = fleet(SPREAD, BackendHealth.UP, "a");
    assertThat(fleet.capacityBound()).isEqualTo(1_600);

    entries.get("a").capacityKnown = false;
    entries.get("a").blockTokens = 64;
    fleet.refreshCapacity();

    assertThat(fleet.capacityBound()).isEqualTo(Long.MAX_VALUE);
    assertThat(fleet.capacityMax()).isEqualTo(1_600);
    assertThat(fleet.blockTokensMax()).isEqualTo(64);
    assertThat(List.copyOf(fleet.all())).hasSize(1);
    assertThat(fleet.isEmpty()).isFalse();
  }
}
