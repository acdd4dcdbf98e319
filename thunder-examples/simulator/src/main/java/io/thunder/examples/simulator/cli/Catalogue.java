package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.Arrivals;
import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import io.thunder.examples.simulator.lab.sweep.Conditions;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Everything that the command line can name. */
final class Catalogue {

  private static final List<String> USUAL =
      List.of(Rows.VLLM, Rows.PUBLISHED, Rows.REFERENCE, Rows.THUNDER);

  private static final List<Scenario> PAPER = List.of(
      Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96),
      Scenario.closedLoop(ScienceWorkloads.OPEN_HANDS_GLM, 96),
      Scenario.closedLoop(ScienceWorkloads.TOOL_ORCHESTRA_Q8, 48),
      Scenario.closedLoop(ScienceWorkloads.SWE_QWEN, 192),
      Scenario.closedLoop(ScienceWorkloads.OPEN_HANDS_QWEN, 96),
      Scenario.closedLoop(ScienceWorkloads.SCIENCE_GLM, 120));

  private Catalogue() {}

  static Choice<Scenario> workloads() {
    return new Choice<>("workload", PAPER, Scenario::name).group("paper", PAPER);
  }

  /** Returns the same scenario with another number of programs in flight. */
  static Scenario withPrograms(Scenario scenario, int programs) throws UsageException {
    if (!(scenario.arrivals() instanceof Arrivals.ClosedLoop)) {
      throw new UsageException("--programs: " + scenario.name() + " has no fixed number in flight");
    }
    String family = scenario.name().replaceFirst("-\\d+$", "");
    return Scenario.closedLoop(ScienceWorkloads.byName(family), programs);
  }

  static Choice<Contender> policies() {
    List<Contender> usual = Contenders.all().stream()
        .filter(contender -> USUAL.contains(contender.name()))
        .toList();
    return new Choice<>("policy", Contenders.all(), Contender::name).group("default", usual);
  }

  static Choice<Condition> conditions() {
    return new Choice<>("condition", Conditions.all(), Condition::name);
  }

  /** Returns all names with what they stand for, for a person. */
  static String describe() {
    StringBuilder text = new StringBuilder("workloads (groups: all, paper)\n");
    PAPER.forEach(scenario -> line(text, scenario.name(), scenario.preset().name()));
    text.append("\npolicies (groups: all, default)\n");
    Contenders.all().forEach(one -> line(text, one.name(), one.source()));
    text.append("\nconditions (groups: all)\n");
    Conditions.all().forEach(one -> line(text, one.name(), told(one)));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String meaning) {
    text.append(String.format("  %-24s %s%n", name, meaning));
  }

  private static String told(Condition condition) {
    Duration age = condition.metricsAge();
    return String.format(
        Locale.ROOT,
        "capacity x %.2f, estimates x %.2f, metrics %s",
        condition.capacityFactor(),
        condition.estimateFactor(),
        age == null ? "never" : age.toSeconds() + " s old");
  }
}
