package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.SubAgent;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans of recorded programs. A program ends before its first turn that is longer than the engine
 * allows. A sub-agent belongs to the turn that started it, whose tool lasts as long as it does and
 * no longer; one whose parent is not in the trace is a program like any other.
 */
final class TracePlans {

  private static final double NANOS_PER_SECOND = 1e9;

  private final int tokensMax;
  private final Map<AgentProgram.Parent, List<AgentProgram>> children = new HashMap<>();
  private final List<ProgramPlan> plans = new ArrayList<>();

  private TracePlans(int tokensMax) {
    this.tokensMax = tokensMax;
  }

  /** Returns the plans of all programs that fit, their sub-agents inside. */
  static List<ProgramPlan> of(List<AgentProgram> programs, int tokensMax) {
    TracePlans trace = new TracePlans(tokensMax);
    trace.addAll(programs);
    return trace.plans;
  }

  private void addAll(List<AgentProgram> programs) {
    Set<String> ids = new HashSet<>();
    programs.forEach(program -> ids.add(program.id()));
    List<AgentProgram> roots = new ArrayList<>();
    for (AgentProgram program : programs) {
      AgentProgram.Parent parent = program.parent();
      if (parent == null || !ids.contains(parent.id())) {
        roots.add(program);
      } else {
        children.computeIfAbsent(parent, key -> new ArrayList<>()).add(program);
      }
    }
    for (AgentProgram root : roots) {
      ProgramPlan plan = plan(root);
      if (!plan.turns().isEmpty()) {
        plans.add(plan.withIndex(plans.size()));
      }
    }
  }

  private ProgramPlan plan(AgentProgram program) {
    List<Turn> turns = new ArrayList<>(program.steps().size());
    int context = 0;
    for (AgentStep step : program.steps()) {
      int kept = step.reset() ? Math.min(context, step.keptTokens()) : context;
      int prompt = Math.max(1, kept + step.newPromptTokens());
      int output = Math.max(1, step.outputTokens());
      if (prompt + output > tokensMax) {
        break;
      }
      turns.add(turn(prompt, kept, output, step, agents(program.id(), turns.size())));
      context = prompt + output;
    }
    return new ProgramPlan(0, List.of(), turns);
  }

  private static Turn turn(
      int prompt, int kept, int output, AgentStep step, List<SubAgent> agents) {
    double seconds = agents.isEmpty() ? step.toolSeconds() : 0;
    return new Turn(
        prompt, kept, output, step.tool(), Math.round(seconds * NANOS_PER_SECOND), agents);
  }

  private List<SubAgent> agents(String id, int step) {
    return children.getOrDefault(new AgentProgram.Parent(id, step), List.of()).stream()
        .map(this::plan)
        .filter(plan -> !plan.turns().isEmpty())
        .map(plan -> new SubAgent(plan, /* inheritedTokens= */ 0))
        .toList();
  }
}
