package io.thunder.examples.simulator.lab.sweep;

import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.program.SpaceTimeCosts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * All runs of one scheduler on one scenario in one condition.
 *
 * @param workload the scenario's name
 * @param policy the scheduler's name
 * @param condition the condition's name
 * @param runs at least one, each with another seed
 */
public record Row(String workload, String policy, String condition, List<Outcome> runs) {

  /** Copies the runs. */
  public Row {
    runs = List.copyOf(runs);
  }

  /** Returns the scenario of all runs. */
  public Scenario scenario() {
    return runs.get(0).experiment().scenario();
  }

  /** Returns the engines in words. */
  public String setting() {
    List<Double> speeds = scenario().speeds();
    boolean alike = speeds.stream().allMatch(speed -> speed == 1);
    return scenario().engines() + " x " + scenario().preset().name()
        + (alike ? "" : " at speeds " + speeds) + ", "
        + scenario().engineKind().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the estimate of a figure over seeds. */
  public Estimate estimate(ToDoubleFunction<RunResult> figure) {
    return Estimate.of(runs.stream().mapToDouble(run -> figure.applyAsDouble(run.result())));
  }

  /** Returns the mean of a figure over seeds. */
  public double mean(ToDoubleFunction<RunResult> figure) {
    return estimate(figure).mean();
  }

  /** Returns the largest value of a figure over seeds. */
  public double max(ToDoubleFunction<RunResult> figure) {
    return runs.stream()
        .mapToDouble(run -> figure.applyAsDouble(run.result()))
        .max()
        .orElse(Double.NaN);
  }

  /** Returns the throughput. */
  public Estimate stepsPerMinute() {
    return estimate(RunResult::stepsPerMinute);
  }

  /** Returns the estimate of this row's throughput as a multiple of another's. */
  public Estimate speedUpOver(Row base) {
    return ratio(base, RunResult::stepsPerMinute);
  }

  /**
   * Returns the estimate of a figure as a multiple of another row's, paired by seed: both met the
   * same programs, so the ratio varies much less than the figures. Seeds that only one of them has
   * are left out.
   */
  public Estimate ratio(Row base, ToDoubleFunction<RunResult> figure) {
    return Estimate.of(ratios(base, figure).values().stream().mapToDouble(Double::doubleValue));
  }

  /** Returns the ratio of each seed that both have. */
  public SortedMap<Long, Double> ratios(Row base, ToDoubleFunction<RunResult> figure) {
    Map<Long, Double> bases = new HashMap<>();
    base.runs.forEach(run -> bases.put(run.seed(), figure.applyAsDouble(run.result())));
    SortedMap<Long, Double> ratios = new TreeMap<>();
    for (Outcome run : runs) {
      double other = bases.getOrDefault(run.seed(), 0.0);
      if (other > 0) {
        ratios.put(run.seed(), figure.applyAsDouble(run.result()) / other);
      }
    }
    return ratios;
  }

  /** Returns the five costs as shares of capacity times time; all zero if none were measured. */
  public SpaceTimeCosts costShares() {
    double all = Math.max(Double.MIN_NORMAL, mean(result -> result.costs().total()));
    return new SpaceTimeCosts(
        mean(result -> result.costs().decode()) / all,
        mean(result -> result.costs().prefill()) / all,
        mean(result -> result.costs().recompute()) / all,
        mean(result -> result.costs().idle()) / all,
        mean(result -> result.costs().unused()) / all);
  }
}
