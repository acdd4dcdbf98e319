package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.report.Calibration;
import io.thunder.examples.simulator.lab.sweep.Experiment;
import io.thunder.examples.simulator.lab.sweep.Rows;
import io.thunder.examples.simulator.lab.sweep.Study;
import io.thunder.examples.simulator.trace.TraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Checks the options and makes a plan of them. */
final class Planner {

  private static final String TRACE_PRESET = "glm";
  private static final int TRACE_PROGRAMS = 96;
  private static final Study NONE = new Study(List.of());

  /** Whom the published figures show, as far as the laboratory has them. */
  private static final List<String> PUBLISHED = List.of(Rows.VLLM, "continuum", Rows.PUBLISHED);

  private static final List<String> ORDER = List.of(Rows.VLLM, Rows.PUBLISHED, Rows.THUNDER);

  private final SimulateOptions options;
  private final ScenarioChanges changes;

  private Planner(SimulateOptions options) {
    this.options = options;
    this.changes = new ScenarioChanges(options);
  }

  static SimulatePlan plan(SimulateOptions options) throws UsageException {
    return new Planner(options).plan();
  }

  private SimulatePlan plan() throws UsageException {
    boolean studies = options.ablations || options.calibrate;
    boolean report = options.report != null;
    boolean calibration = options.calibrate || (report && !studies);
    return new SimulatePlan(
        studies && !report ? NONE : comparison(),
        options.ablations || (report && !studies) ? ablations() : NONE,
        calibration ? study(Calibration.published(), PUBLISHED) : NONE,
        calibration ? study(Calibration.variants(), ORDER) : NONE,
        options.threads(),
        options.json == null ? null : OutputFile.at(options.json),
        inReport("report.txt"),
        inReport("report.html"));
  }

  private Study comparison() throws UsageException {
    List<Condition> conditions = Catalogue.conditions().pick(orElse(options.conditions, "clean"));
    List<Contender> contenders = Catalogue.policies().pick(orElse(options.policies, "default"));
    return new Study(Experiment.cross(scenarios(), contenders, conditions, seeds()));
  }

  private Study ablations() throws UsageException {
    List<Contender> contenders = Catalogue.policies().pick(List.of(Rows.THUNDER, "ablations"));
    return new Study(Experiment.cross(scenarios(), contenders, List.of(Condition.CLEAN), seeds()));
  }

  /** Returns runs of the published scenarios, or of those whose workloads are asked for. */
  private Study study(List<Scenario> published, List<String> policies) throws UsageException {
    List<String> families = Catalogue.workloads().pick(options.workloads).stream()
        .map(Planner::family)
        .toList();
    List<Scenario> scenarios = new ArrayList<>();
    for (Scenario scenario : published) {
      if (families.isEmpty() || families.contains(family(scenario))) {
        scenarios.add(changes.applyKindAndTime(scenario));
      }
    }
    return new Study(
        Experiment.cross(scenarios, named(policies), List.of(Condition.CLEAN), seeds()));
  }

  private static String family(Scenario scenario) {
    return scenario.name().replaceFirst("-\\d+(/.*)?$", "");
  }

  private static List<Contender> named(List<String> names) throws UsageException {
    List<Contender> all = Catalogue.policies().pick(List.of("all"));
    return all.stream().filter(contender -> names.contains(contender.name())).toList();
  }

  private static List<String> orElse(List<String> names, String usual) {
    return names.isEmpty() ? List.of(usual) : names;
  }

  private List<Scenario> scenarios() throws UsageException {
    if (options.trace != null) {
      return List.of(changes.apply(trace(options.trace)));
    }
    List<Scenario> scenarios = new ArrayList<>();
    for (Scenario scenario : Catalogue.workloads().pick(orElse(options.workloads, "paper"))) {
      scenarios.add(changes.apply(scenario));
    }
    return scenarios;
  }

  private Scenario trace(Path file) throws UsageException {
    if (!options.workloads.isEmpty()) {
      throw new UsageException("--trace and --workload exclude each other");
    }
    String preset = options.preset == null ? TRACE_PRESET : options.preset;
    int programs = options.programs == null ? TRACE_PROGRAMS : options.programs();
    try {
      return Scenario.ofTrace(file, ScenarioChanges.preset(preset), programs);
    } catch (TraceException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<Long> seeds() throws UsageException {
    if (options.seed.isEmpty()) {
      return LongStream.rangeClosed(1, options.seeds()).boxed().toList();
    }
    if (options.seeds != null) {
      throw new UsageException("--seed and --seeds exclude each other");
    }
    return options.seed.stream().distinct().toList();
  }

  private @Nullable OutputFile inReport(String name) throws UsageException {
    return options.report == null ? null : OutputFile.in(options.report, name);
  }
}
