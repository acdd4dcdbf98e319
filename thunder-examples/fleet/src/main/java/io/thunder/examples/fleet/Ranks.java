package io.thunder.examples.fleet;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.Limits;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.examples.soak.check.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The measurement of {@code ranks}: the same programs on each arrangement of the same engines. */
final class Ranks {

  private static final int RANKS_MAX = 64;
  private static final int PROGRAMS_MAX = 10_000;
  private static final int STEPS_MAX = 10_000;
  private static final double SPEED_MAX = 1_000;

  /** Percentage points between named ranks and servers of their own. */
  private static final double POINTS_MAX = 2;

  private Ranks() {}

  /** Measures as the command line says; returns whether the bound is kept. */
  static boolean run(RanksOptions options, PrintStream out, PrintStream err, StopSignal stop)
      throws UsageException, IOException {
    RanksPlan plan = plan(options);
    OutputFile json = options.json == null ? null : OutputFile.at(options.json);
    Report report = measure(plan, err, stop);
    out.print(report.text());
    out.flush();
    if (json != null) {
      json.write(report.json());
    }
    return report.isKept() && !stop.isStopped();
  }

  private static RanksPlan plan(RanksOptions options) throws UsageException {
    Limits.within("--ranks", options.ranks, 2, RANKS_MAX);
    Limits.within("--programs", options.programs, 1, PROGRAMS_MAX);
    Limits.within("--total", options.total, options.programs, PROGRAMS_MAX);
    Limits.within("--steps", options.steps, 1, STEPS_MAX);
    Limits.within("--speed", options.speed, 1, SPEED_MAX);
    return new RanksPlan(
        Names.preset(options.engine),
        options.ranks,
        options.programs,
        options.total,
        Names.programs(options.workload, options.seed, options.steps),
        options.speed,
        options.seed);
  }

  static Report measure(RanksPlan plan, PrintStream err, StopSignal stop) {
    Map<Arrangement, RanksRun.Outcome> outcomes = new EnumMap<>(Arrangement.class);
    for (Arrangement arrangement : Arrangement.values()) {
      err.println(arrangement.label() + " ...");
      outcomes.put(arrangement, RanksRun.of(arrangement, plan, stop));
    }
    return new Report(run(plan), figures(outcomes), List.of(), verdicts(plan, outcomes));
  }

  private static String run(RanksPlan plan) {
    return String.format(
        Locale.ROOT,
        "%d programs, %d in flight, on %d x %s at speed %s, seed %d",
        plan.total(),
        plan.programs(),
        plan.ranks(),
        plan.preset().name(),
        plan.speed(),
        plan.seed());
  }

  private static Map<String, String> figures(Map<Arrangement, RanksRun.Outcome> outcomes) {
    Map<String, String> figures = new LinkedHashMap<>();
    outcomes.forEach((arrangement, outcome) -> {
      figures.put(
          arrangement.label(),
          String.format(
              Locale.ROOT,
              "%.2f %% of %,d prompt tokens cached",
              100 * outcome.hitRate(),
              outcome.promptTokens()));
      outcome
          .failures()
          .forEach((reason, count) -> figures.put("  failed: " + reason, count.toString()));
    });
    return figures;
  }

  private static List<Verdict> verdicts(
      RanksPlan plan, Map<Arrangement, RanksRun.Outcome> outcomes) {
    int finished =
        outcomes.values().stream().mapToInt(RanksRun.Outcome::finished).sum();
    double points =
        100 * (hitRate(outcomes, Arrangement.PINNED) - hitRate(outcomes, Arrangement.SERVERS));
    return List.of(
        Verdict.none(
            "programs not finished", (long) plan.total() * Arrangement.values().length - finished),
        new Verdict(
            "named ranks hit within 2 points of servers of their own",
            String.format(Locale.ROOT, "%+.2f points", points),
            Math.abs(points) <= POINTS_MAX));
  }

  private static double hitRate(
      Map<Arrangement, RanksRun.Outcome> outcomes, Arrangement arrangement) {
    return Objects.requireNonNull(outcomes.get(arrangement)).hitRate();
  }
}
