package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The benchmarks of JMH, without JMH. */
final class SituationsTest {

  @Test
  void freeCapacity_severalBackends_everyTurnIsAdmitted() {
    FreeCapacity fleet = new FreeCapacity();
    fleet.programs = 64;
    fleet.backends = 4;
    fleet.setUp();
    FreeCapacity.OwnPrograms own = new FreeCapacity.OwnPrograms();
    own.take(fleet.programs, 0, 1);
    for (int i = 0; i < 1_000; i++) {
      fleet.admitAndComplete(own);
    }
    fleet.tearDown();
  }

  @Test
  void ownPrograms_twoThreads_halfOfThemEach() {
    assertThat(programs(0)).hasSize(5).allMatch(program -> program < 5);
    assertThat(programs(1)).hasSize(5).allMatch(program -> program >= 5 && program < 10);
  }

  @Test
  void overcommitted_handedOnForLong_poolStaysFull() {
    Overcommitted fleet = new Overcommitted();
    fleet.programs = 64;
    fleet.backends = 4;
    fleet.setUp();
    for (int i = 0; i < 2_000; i++) {
      fleet.handOn();
    }
    assertThatCode(fleet::tearDown).doesNotThrowAnyException();
  }

  private static Set<Integer> programs(int thread) {
    FreeCapacity.OwnPrograms own = new FreeCapacity.OwnPrograms();
    own.take(10, thread, 2);
    Set<Integer> programs = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      programs.add(own.next());
    }
    return programs;
  }
}
