package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.Scenarios;
import io.thunder.examples.simulator.lab.sweep.Estimate;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the default policy is to show, and whether the rows of a sweep show it. */
final class Targets {

  /** What the paper reports over vLLM: figure 4 at the most programs, and table 2. */
  private static final Map<String, Double> PUBLISHED_FACTORS = factors();

  /** Schedulers that know or have what no real one does. */
  private static final Set<String> BOUNDS = Set.of(Rows.REFERENCE, "infinite-cache");

  private static final double CORRELATION_MAX = .2;

  /** How long a turn may wait: until room is made for it, and then until there is. */
  private static final Duration WAIT_MAX =
      SchedulingPolicy.thunder().reservationAfter().plus(Duration.ofMinutes(5));

  private static final Estimate UNKNOWN = Estimate.of();

  private final Rows clean;
  private final Rows all;

  private Targets(Rows all) {
    this.all = all;
    this.clean = all.where(row -> row.condition().equals(Condition.CLEAN.name()));
  }

  /** Returns the verdicts, one or more for each target. */
  static List<Verdict> check(Rows rows) {
    return new Targets(rows).check();
  }

  private List<Verdict> check() {
    List<Verdict> verdicts = new ArrayList<>();
    PUBLISHED_FACTORS.forEach((workload, factor) -> verdicts.add(factor(workload, factor)));
    verdicts.add(neverSlower());
    verdicts.add(geometricMean(
        "2. over the published policy, geometric mean under pressure >= 1.10x",
        Rows.PUBLISHED,
        1.10,
        this::isUnderPressure));
    verdicts.add(geometricMean(
        "3. over the clairvoyant reference, geometric mean >= 0.95x",
        Rows.REFERENCE,
        .95,
        row -> true));
    verdicts.add(noPressure());
    verdicts.add(burst());
    verdicts.add(worst(
        "5. worst wait <= " + WAIT_MAX.toSeconds() + " s",
        "%.0f s",
        RunResult::worstWaitSeconds,
        (double) WAIT_MAX.toSeconds()));
    verdicts.add(worst("5. pauses <= minimum + 1", "+%.0f", RunResult::overPauses, 1));
    verdicts.add(batch("6. makespan of a batch", RunResult::makespanSeconds));
    verdicts.add(
        batch("6. p99 completion of a batch", result -> result.completion().p99()));
    conditions().forEach(condition -> {
      verdicts.add(ownClean(condition));
      verdicts.add(aboveBaselines(condition));
    });
    return verdicts;
  }

  private Verdict factor(String workload, double factor) {
    String target = String.format(Locale.ROOT, "1. %s: over vllm >= %.2fx", workload, factor);
    return thunder(workload)
        .map(row -> clean.speedUp(row, Rows.VLLM))
        .filter(Estimate::isKnown)
        .map(ratio -> Verdict.of(target, ratio.mean() >= factor, ratio(ratio)))
        .orElseGet(() -> Verdict.notMeasured(target));
  }

  private Verdict neverSlower() {
    return lowest(
        "2. over the published policy on any workload, interval >= 0.99x",
        thunders(clean),
        row -> clean.speedUp(row, Rows.PUBLISHED),
        ratio -> Double.isNaN(ratio.low()) ? ratio.mean() : ratio.low(),
        .99);
  }

  private Verdict noPressure() {
    return lowest(
        "4. over the best baseline where nothing needs pausing >= 0.99x",
        thunders(clean)
            .filter(row -> pausesOfPublished(row).filter(pauses -> pauses == 0).isPresent()),
        row -> bestBaseline(clean, row).map(row::speedUpOver).orElse(UNKNOWN),
        Estimate::mean,
        .99);
  }

  private Verdict ownClean(String condition) {
    return lowest(
        "7. " + condition + ": over its own clean result >= 0.90x",
        thunders(all).filter(row -> row.condition().equals(condition)),
        row -> thunder(row.workload()).map(row::speedUpOver).orElse(UNKNOWN),
        Estimate::mean,
        .90);
  }

  private Verdict aboveBaselines(String condition) {
    return lowest(
        "7. " + condition + ": over the best baseline in the same condition >= 1.00x",
        thunders(all).filter(row -> row.condition().equals(condition)),
        row -> bestBaseline(all, row).map(row::speedUpOver).orElse(UNKNOWN),
        Estimate::mean,
        1);
  }

  /** Judges the row with the lowest ratio. */
  private static Verdict lowest(
      String target,
      Stream<Row> rows,
      Function<Row, Estimate> ratio,
      ToDoubleFunction<Estimate> judged,
      double least) {
    Map<String, Estimate> ratios = new LinkedHashMap<>();
    rows.forEach(row -> ratios.put(row.workload(), ratio.apply(row)));
    ratios.values().removeIf(estimate -> !estimate.isKnown());
    long met = ratios.values().stream()
        .filter(estimate -> judged.applyAsDouble(estimate) >= least)
        .count();
    return ratios.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> judged.applyAsDouble(entry.getValue())))
        .map(entry -> Verdict.of(
            target,
            met == ratios.size(),
            met + " of " + ratios.size() + ", lowest " + entry.getKey() + " "
                + ratio(entry.getValue())))
        .orElseGet(() -> Verdict.notMeasured(target));
  }

  private Verdict geometricMean(String target, String base, double least, Predicate<Row> counts) {
    List<SortedMap<Long, Double>> ratios = thunders(clean)
        .filter(counts)
        .flatMap(row -> clean.rival(row, base).stream()
            .map(other -> row.ratios(other, RunResult::stepsPerMinute)))
        .toList();
    Map<Long, List<Double>> bySeed = new TreeMap<>();
    ratios.forEach(one -> one.forEach(
        (seed, ratio) -> bySeed.computeIfAbsent(seed, none -> new ArrayList<>()).add(ratio)));
    double[] means = bySeed.values().stream()
        .filter(seed -> seed.size() == ratios.size())
        .mapToDouble(Targets::geometricMean)
        .toArray();
    if (means.length == 0) {
      return Verdict.notMeasured(target);
    }
    Estimate mean = Estimate.of(means);
    return Verdict.of(
        target, mean.mean() >= least, ratio(mean) + " over " + ratios.size() + " workloads");
  }

  private static double geometricMean(List<Double> values) {
    return StrictMath.exp(
        values.stream().mapToDouble(StrictMath::log).average().orElse(Double.NaN));
  }

  private Verdict burst() {
    String target = "5. size and wait of a 64-program burst correlate within +-0.2";
    return thunder(Scenarios.promptBurst().name())
        .map(row -> row.estimate(RunResult::sizeWaitCorrelation))
        .map(estimate -> Verdict.of(
            target,
            Math.abs(estimate.mean()) <= CORRELATION_MAX,
            Texts.estimate("%+.2f", estimate)))
        .orElseGet(() -> Verdict.notMeasured(target));
  }

  private Verdict worst(
      String target, String format, ToDoubleFunction<RunResult> figure, double most) {
    return thunders(clean)
        .max(Comparator.comparingDouble(row -> row.max(figure)))
        .map(row -> Verdict.of(
            target,
            row.max(figure) <= most,
            Texts.number(format, row.max(figure)) + " on " + row.workload()))
        .orElseGet(() -> Verdict.notMeasured(target));
  }

  private Verdict batch(String what, ToDoubleFunction<RunResult> figure) {
    List<String> batches = Scenarios.batches().stream().map(Scenario::name).toList();
    return lowest(
        what + ", best baseline's over ours >= 1.00x within the interval",
        thunders(clean).filter(row -> batches.contains(row.workload())),
        row -> baselines(clean, row)
            .min(Comparator.comparingDouble(other -> other.mean(figure)))
            .map(best -> best.ratio(row, figure))
            .orElse(UNKNOWN),
        ratio -> Double.isNaN(ratio.high()) ? ratio.mean() : ratio.high(),
        1);
  }

  private Stream<Row> thunders(Rows rows) {
    return rows.all().stream().filter(row -> row.policy().equals(Rows.THUNDER));
  }

  private Optional<Row> thunder(String workload) {
    return clean.find(workload, Rows.THUNDER, Condition.CLEAN.name());
  }

  private List<String> conditions() {
    return all.all().stream()
        .map(Row::condition)
        .distinct()
        .filter(condition -> !condition.equals(Condition.CLEAN.name()))
        .toList();
  }

  private boolean isUnderPressure(Row row) {
    return pausesOfPublished(row).filter(pauses -> pauses > 0).isPresent();
  }

  private Optional<Double> pausesOfPublished(Row row) {
    return clean.rival(row, Rows.PUBLISHED).map(other -> other.mean(RunResult::pauses));
  }

  private static Optional<Row> bestBaseline(Rows rows, Row row) {
    return baselines(rows, row)
        .max(Comparator.comparingDouble(other -> other.stepsPerMinute().mean()));
  }

  private static Stream<Row> baselines(Rows rows, Row row) {
    return rows.all().stream()
        .filter(other -> other.workload().equals(row.workload())
            && other.condition().equals(row.condition())
            && !other.policy().startsWith(Rows.THUNDER)
            && !BOUNDS.contains(other.policy()));
  }

  private static String ratio(Estimate estimate) {
    return Texts.number("%.2fx", estimate.mean())
        + (Double.isNaN(estimate.low())
            ? ""
            : String.format(Locale.ROOT, " [%.2f, %.2f]", estimate.low(), estimate.high()));
  }

  private static Map<String, Double> factors() {
    Map<String, Double> factors = new LinkedHashMap<>();
    factors.put("swe-glm-96", 2.65);
    factors.put("openhands-glm-96", 3.58);
    factors.put("toolorchestra-q8-48", 1.48);
    factors.put("swe-qwen-192", 3.02);
    factors.put("openhands-qwen-96", 2.43);
    factors.put("science-glm-120", 1.24);
    factors.put("rollout-swe-glm", 1.79);
    factors.put("rollout-openhands-glm", 3.92);
    return factors;
  }
}
