package io.thunder.examples.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentStep;
import io.thunder.examples.simulator.trace.AgentWorkload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramSupplyTest {

  private static AgentProgram program(String id, int steps) {
    return new AgentProgram(id, "", 0, Collections.nCopies(steps, AgentStep.append(1, 1, 0)));
  }

  private static String text(ProgramSupply.Start start) {
    return start.program().id() + ":" + start.firstStep() + "#" + start.number();
  }

  @Test
  void first_someStarts_areEvenlySpacedOverAllSteps() {
    ProgramSupply supply = new ProgramSupply(List.of(program("a", 10), program("b", 30)));

    assertThat(supply.first(4))
        .map(ProgramSupplyTest::text)
        .containsExactly("a:5#0", "b:5#1", "b:15#2", "b:25#3");
  }

  @Test
  void next_afterFirst_beginsProgramsInTheOrderOfTheList() {
    ProgramSupply supply = new ProgramSupply(List.of(program("a", 10), program("b", 30)));
    supply.first(1);

    assertThat(List.of(supply.next(), supply.next(), supply.next()))
        .map(ProgramSupplyTest::text)
        .containsExactly("b:0#1", "a:0#2", "b:0#3");
  }

  @Test
  void closedLoop_roundByRound_staysInItsSteadyState() {
    ProgramSupply supply = new ProgramSupply(AgentWorkload.byName("mini-swe").programs(1, 1_400));
    List<ProgramSupply.Start> running = new ArrayList<>(supply.first(96));
    long began = contexts(running);
    long sum = 0;
    int rounds = 400;
    for (int round = 0; round < rounds; round++) {
      running.replaceAll(start -> advance(start, supply));
      sum += contexts(running);
    }

    assertThat((double) sum / rounds / began).isBetween(.85, 1.15);
  }

  private static ProgramSupply.Start advance(ProgramSupply.Start start, ProgramSupply supply) {
    int step = start.firstStep() + 1;
    return step < start.program().steps().size()
        ? new ProgramSupply.Start(start.program(), step, start.number())
        : supply.next();
  }

  private static long contexts(List<ProgramSupply.Start> running) {
    return running.stream()
        .mapToLong(start -> start.program().promptTokens()[start.firstStep()])
        .sum();
  }
}
