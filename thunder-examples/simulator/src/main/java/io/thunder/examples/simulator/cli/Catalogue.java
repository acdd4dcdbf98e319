package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.Scenarios;
import io.thunder.examples.simulator.lab.report.Calibration;
import io.thunder.examples.simulator.lab.scheduler.Ablations;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import io.thunder.examples.simulator.lab.scheduler.Routings;
import io.thunder.examples.simulator.lab.sweep.Conditions;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that the command line can name. */
final class Catalogue {

  private static final List<String> USUAL =
      List.of(Rows.VLLM, Rows.PUBLISHED, Rows.REFERENCE, Rows.THUNDER);

  private Catalogue() {}

  /** Returns the scenarios; {@code all} leaves out those that only calibration asks for. */
  static Named<Scenario> workloads() {
    List<Scenario> catalogue = Scenarios.all();
    List<Scenario> everything = new ArrayList<>(catalogue);
    List<String> names = catalogue.stream().map(Scenario::name).toList();
    calibration().stream()
        .filter(scenario -> !names.contains(scenario.name()))
        .forEach(everything::add);
    return Named.of("workload", everything, Scenario::name)
        .and("all", catalogue)
        .and("paper", Scenarios.underPressure())
        .and("no-pressure", Scenarios.withoutPressure())
        .and("rollouts", Scenarios.rollouts())
        .and("batches", Scenarios.batches())
        .and("adversarial", Scenarios.adversarial())
        .and("shared-prefix", Scenarios.sharedPrefix())
        .and("open-loop", Scenarios.openLoop());
  }

  private static List<Scenario> calibration() {
    List<Scenario> scenarios = new ArrayList<>(Calibration.published());
    scenarios.addAll(Calibration.variants());
    return scenarios;
  }

  /** Returns the schedulers; {@code all} leaves out the strategies of routing and the ablations. */
  static Named<Contender> policies() {
    List<Contender> everything = new ArrayList<>(Contenders.all());
    everything.addAll(Routings.all());
    everything.addAll(Ablations.all());
    return Named.of("policy", everything, Contender::name)
        .and("all", Contenders.all())
        .and("default", usual())
        .and("routing", Routings.all())
        .and("ablations", Ablations.all());
  }

  private static List<Contender> usual() {
    return Contenders.all().stream()
        .filter(contender -> USUAL.contains(contender.name()))
        .toList();
  }

  static Named<Condition> conditions() {
    return Named.of("condition", Conditions.all(), Condition::name);
  }

  /** Returns all names with what they stand for, for a person. */
  static String describe() {
    StringBuilder text = new StringBuilder();
    heading(text, "workloads", workloads());
    Scenarios.all().forEach(one -> line(text, one.name(), meaning(one)));
    text.append("  and those of --calibrate, such as swe-glm-48 and swe-glm-96/capacity-30\n");
    heading(text, "\npolicies", policies());
    Contenders.all().forEach(one -> line(text, one.name(), one.source()));
    Routings.all().forEach(one -> line(text, one.name(), one.source()));
    Ablations.all().forEach(one -> line(text, one.name(), one.source()));
    heading(text, "\nconditions", conditions());
    Conditions.all().forEach(one -> line(text, one.name(), meaning(one)));
    return text.toString();
  }

  private static void heading(StringBuilder text, String title, Named<?> named) {
    text.append(title).append(" (groups: ").append(named.groups()).append(")\n");
  }

  private static void line(StringBuilder text, String name, String meaning) {
    text.append(String.format("  %-46s %s%n", name, meaning));
  }

  private static String meaning(Scenario scenario) {
    return scenario.engines() + " x " + scenario.preset().name() + ", " + scenario.arrivals();
  }

  private static String meaning(Condition condition) {
    Duration age = condition.metricsAge();
    return String.format(
        Locale.ROOT,
        "capacity x %.2f, estimates x %.2f, metrics %s",
        condition.capacityFactor(),
        condition.estimateFactor(),
        age == null ? "never" : age.toSeconds() + " s old");
  }
}
