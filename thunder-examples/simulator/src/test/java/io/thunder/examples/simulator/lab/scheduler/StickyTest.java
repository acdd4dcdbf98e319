package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.ProgramSource;
import io.thunder.examples.simulator.lab.Scenario;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where programs go that are let through at once. */
final class StickyTest {

  private static final ProgramSource PROGRAMS = ScienceWorkloads.SWE_GLM::plan;
  private static final Scenario SCENARIO =
      SmallRuns.batch(PROGRAMS, SmallRuns.preset(400_000), 3, 30);

  @Test
  void hashRing_nodeAdded_takesItsShareAndMovesNothingElse() {
    HashRing before = new HashRing(4, 150);
    HashRing after = new HashRing(5, 150);
    Map<Integer, Integer> keys = new HashMap<>();
    int moved = 0;
    for (int i = 0; i < 10_000; i++) {
      String key = "program-" + i;
      keys.merge(before.node(key), 1, Integer::sum);
      if (before.node(key) != after.node(key)) {
        assertThat(after.node(key)).isEqualTo(4);
        moved++;
      }
    }

    assertThat(moved).isBetween(1_500, 2_500);
    assertThat(keys).hasSize(4).allSatisfy((node, count) -> assertThat(count)
        .isBetween(1_900, 3_100));
  }

  @Test
  void consistentHash_anyLoad_keepsProgramsWhereTheirIdBelongs() {
    Observed one = Observed.run(SCENARIO, Contenders.CONSISTENT_HASH, 1);
    Observed other = Observed.run(SCENARIO, Contenders.CONSISTENT_HASH, 2);

    assertThat(one.result().migrations()).isZero();
    assertThat(one.engines()).hasSize(30).isEqualTo(other.engines());
  }

  @Test
  void boundedLoad_crowdedEngine_isLeft() {
    Observed run = Observed.run(SCENARIO, Contenders.BOUNDED_LOAD, 1);

    assertThat(run.aboveBound).isZero();
    assertThat(run.result().migrations()).isPositive();
  }

  @Test
  void boundedLoad_roomEnough_isSticky() {
    Observed bounded = Observed.run(SCENARIO, Contenders.BOUNDED_LOAD, 1);
    Observed vllm = Observed.run(SCENARIO, Contenders.VLLM, 1);

    assertThat(bounded.result().migrations()).isLessThan(vllm.result().migrations() / 2);
    assertThat(bounded.result().hitRate()).isGreaterThan(vllm.result().hitRate());
  }

  @Test
  void stickyLeastLoaded_noBound_neverMoves() {
    Observed run = Observed.run(SCENARIO, Contenders.INFINITE_CACHE, 1);

    assertThat(run.result().migrations()).isZero();
    assertThat(run.engines().values()).allSatisfy(engines -> assertThat(engines).hasSize(1));
  }
}
