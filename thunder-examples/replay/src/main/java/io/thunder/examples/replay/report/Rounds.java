package io.thunder.examples.replay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Means over repeated runs, policy by policy. */
public final class Rounds {

  private Rounds() {}

  /**
   * Returns the mean of each policy that has several complete runs.
   *
   * @param runs all runs
   * @return the means, in the order of the policies' first runs; runs that were ended early are not
   *     in them
   */
  public static List<PolicyResult> means(List<PolicyResult> runs) {
    List<PolicyResult> means = new ArrayList<>();
    for (String name : runs.stream().map(PolicyResult::name).distinct().toList()) {
      List<PolicyResult> complete =
          runs.stream().filter(run -> run.name().equals(name) && !run.partial()).toList();
      if (complete.size() > 1) {
        means.add(mean(complete));
      }
    }
    return means;
  }

  private static PolicyResult mean(List<PolicyResult> runs) {
    return new PolicyResult(
        runs.get(0).name(),
        PolicyResult.MEAN,
        runs.stream().mapToDouble(PolicyResult::measuredSeconds).sum(),
        runs.stream().mapToLong(PolicyResult::steps).sum(),
        mean(runs, PolicyResult::prefixHitRate),
        mean(runs, PolicyResult::stepLatencyP50Ms),
        mean(runs, PolicyResult::stepLatencyP95Ms),
        meanCount(runs, PolicyResult::pauses),
        meanCount(runs, PolicyResult::recomputedTokens),
        runs.stream().mapToLong(PolicyResult::failures).sum(),
        lastFailure(runs),
        mean(runs, PolicyResult::lateShare),
        false,
        runs.get(0).fillSeconds(),
        List.of());
  }

  private static double mean(List<PolicyResult> runs, ToDoubleFunction<PolicyResult> of) {
    return runs.stream().mapToDouble(of).average().orElse(Double.NaN);
  }

  private static long meanCount(List<PolicyResult> runs, ToLongFunction<PolicyResult> of) {
    return Math.round(runs.stream().mapToLong(of).average().orElse(0));
  }

  private static @Nullable String lastFailure(List<PolicyResult> runs) {
    String last = null;
    for (PolicyResult run : runs) {
      last = run.lastFailure() == null ? last : run.lastFailure();
    }
    return last;
  }
}
