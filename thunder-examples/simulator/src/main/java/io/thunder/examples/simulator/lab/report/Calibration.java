package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.StepTime;
import io.thunder.examples.simulator.Workload;
import io.thunder.examples.simulator.lab.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Which runs show whether the model behaves as the published systems did, and whether conclusions
 * hold if its assumed parameters are wrong: the cost of computing prompts, the fixed cost of a step,
 * and the capacity, each 30 % less and more. A capacity shrinks no further than to the longest turn.
 */
public final class Calibration {

  private static final double CHANGE = .30;
  private static final String MARK = "/";

  private Calibration() {}

  /** Returns the published workloads at every published concurrency. */
  public static List<Scenario> published() {
    return points()
        .map(point -> Scenario.closedLoop(point.workload(), point.programs()))
        .toList();
  }

  /** Returns each published workload at its highest concurrency with other parameters. */
  public static List<Scenario> variants() {
    List<Scenario> variants = new ArrayList<>();
    points()
        .filter(point -> points()
            .noneMatch(other ->
                other.workload().equals(point.workload()) && other.programs() > point.programs()))
        .forEach(point -> {
          vary(variants, point, "prefill", Calibration::prefill);
          vary(variants, point, "base", Calibration::base);
          vary(variants, point, "capacity", (preset, factor) -> {
            Workload workload = point.workload();
            long longest = workload.promptMax() + (long) workload.outputMax() + preset.blockSize();
            long wanted = Math.round(preset.capacityTokens() * factor);
            return preset.withCapacityTokens(Math.max(longest, wanted));
          });
        });
    return variants;
  }

  /** Returns whether a scenario is one of {@link #variants}. */
  static boolean isVariant(String scenario) {
    return scenario.contains(MARK);
  }

  /** Returns the name of the scenario that a variant varies. */
  static String base(String variant) {
    return variant.substring(0, variant.indexOf(MARK));
  }

  private static Stream<PaperFigures.Point> points() {
    return PaperFigures.all().stream().filter(point -> point.policy().equals(PaperFigures.VLLM));
  }

  private static void vary(
      List<Scenario> variants,
      PaperFigures.Point point,
      String parameter,
      BiFunction<EnginePreset, Double, EnginePreset> scale) {
    Scenario scenario = Scenario.closedLoop(point.workload(), point.programs());
    for (double factor : new double[] {1 - CHANGE, 1 + CHANGE}) {
      String name = String.format(
          Locale.ROOT, "%s%s%s%+.0f", scenario.name(), MARK, parameter, 100 * (factor - 1));
      variants.add(scenario.withPreset(scale.apply(scenario.preset(), factor)).named(name));
    }
  }

  private static EnginePreset prefill(EnginePreset preset, double factor) {
    StepTime step = preset.stepTime();
    return preset.withStepTime(new StepTime(
        step.baseSeconds(),
        step.weightsSeconds(),
        step.expertShare(),
        step.tokensPerSecond() / factor,
        step.perDecoderSeconds(),
        step.perContextTokenSeconds(),
        step.perAttentionPairSeconds() * factor));
  }

  private static EnginePreset base(EnginePreset preset, double factor) {
    StepTime step = preset.stepTime();
    return preset.withStepTime(new StepTime(
        step.baseSeconds() * factor,
        step.weightsSeconds(),
        step.expertShare(),
        step.tokensPerSecond(),
        step.perDecoderSeconds(),
        step.perContextTokenSeconds(),
        step.perAttentionPairSeconds()));
  }
}
