package io.thunder.examples.fleet;

import io.thunder.examples.soak.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares a run in which an engine died with one in which none did. */
final class FailoverReport {

  private static final double REPLACED_MILLIS_MAX = 100;
  private static final double SENT_MAX = 1.3;
  private static final double EVEN_SECONDS_MAX = 30;
  private static final double TABLE_SECONDS = 5;

  /** No backend holds more than so much more, or less, of the tokens than the mean. */
  private static final double EVEN = .25;

  /** Load is even once it has been for so long. */
  private static final double EVEN_FOR_SECONDS = 5;

  private final FailoverPlan plan;
  private final FailoverOutcome disturbed;
  private final FailoverOutcome undisturbed;
  private final Recovery recovery;

  private FailoverReport(
      FailoverPlan plan, FailoverOutcome disturbed, FailoverOutcome undisturbed) {
    this.plan = plan;
    this.disturbed = disturbed;
    this.undisturbed = undisturbed;
    this.recovery = new Recovery(disturbed);
  }

  static Report of(FailoverPlan plan, FailoverOutcome disturbed, FailoverOutcome undisturbed) {
    FailoverReport report = new FailoverReport(plan, disturbed, undisturbed);
    return new Report(report.run(), report.figures(), report.table(), report.verdicts());
  }

  private String run() {
    return String.format(
        Locale.ROOT,
        "%d programs in flight on %d x %s at speed %s, seed %d; one engine dies after %s s and is"
            + " back %s s later",
        plan.programs(),
        plan.engines(),
        plan.preset().name(),
        plan.speed(),
        plan.seed(),
        plan.fillSeconds(),
        plan.downSeconds());
  }

  private Map<String, String> figures() {
    AttemptLog log = disturbed.log();
    AttemptLog usual = undisturbed.log();
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("programs finished", disturbed.finished() + " of " + disturbed.begun());
    disturbed
        .failures()
        .forEach((reason, count) -> figures.put("  failed: " + reason, count.toString()));
    figures.put("turns answered", String.format(Locale.ROOT, "%,d", log.answered()));
    figures.put("turns sent again", String.format(Locale.ROOT, "%,d", log.resent()));
    figures.put("sent again at most, per turn", String.format(Locale.ROOT, "%d", log.resentMax()));
    figures.put("failure noticed after, wall ms", percentiles(recovery.noticedMillis()));
    figures.put("placed elsewhere after that, wall ms", percentiles(recovery.replacedMillis()));
    figures.put(
        "prompt tokens sent, and without the failure",
        String.format(Locale.ROOT, "%,d  %,d", log.sentTokens(), usual.sentTokens()));
    figures.put(
        "of these computed, and without the failure",
        String.format(
            Locale.ROOT, "%,d  %,d  %.2fx", computed(log), computed(usual), computedRatio()));
    figures.put(
        "unevenness without the failure, median",
        String.format(Locale.ROOT, "%.2f", usualUnevenness()));
    return figures;
  }

  /** Prompt tokens of answers that were in no cache. */
  private static long computed(AttemptLog log) {
    return log.promptTokens() - log.cachedTokens();
  }

  private double computedRatio() {
    return (double) computed(disturbed.log()) / Math.max(1, computed(undisturbed.log()));
  }

  private double usualUnevenness() {
    List<Double> sorted = undisturbed.spreads().stream()
        .filter(spread -> inFlight(spread) > plan.programs() / 2)
        .map(Spread::unevenness)
        .sorted()
        .toList();
    return percentile(sorted, .5);
  }

  private static long inFlight(Spread spread) {
    return spread.programs().stream().mapToLong(Long::longValue).sum();
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "  seconds after the return  unevenness  programs, and thousands of tokens, by engine");
    double last = Double.NEGATIVE_INFINITY;
    for (Spread spread : disturbed.spreads()) {
      double seconds = spread.seconds() - disturbed.returnedSeconds();
      boolean near =
          seconds >= -plan.downSeconds() - TABLE_SECONDS && seconds <= plan.watchSeconds();
      if (near && seconds >= last + TABLE_SECONDS) {
        last = seconds;
        List<Long> thousands =
            spread.tokens().stream().map(tokens -> tokens / 1_000).toList();
        lines.add(String.format(
            Locale.ROOT,
            "  %24.1f  %10.2f  %s %s",
            seconds,
            spread.unevenness(),
            spread.programs(),
            thousands));
      }
    }
    return lines;
  }

  private List<Verdict> verdicts() {
    double replacedMax = percentile(recovery.replacedMillis(), 1);
    double sent =
        (double) disturbed.log().sentTokens() / Math.max(1, undisturbed.log().sentTokens());
    double even = evenSeconds();
    return List.of(
        Verdict.none("programs not finished", disturbed.begun() - disturbed.finished()),
        Verdict.none(
            "programs not finished without the failure",
            undisturbed.begun() - undisturbed.finished()),
        new Verdict(
            "turns sent again, each once at most",
            String.format(Locale.ROOT, "%d", disturbed.log().resentMax()),
            disturbed.log().resentMax() <= 1),
        new Verdict(
            "turns of the dead engine placed within 100 ms",
            recovery.replacedMillis().isEmpty()
                ? "none seen"
                : String.format(Locale.ROOT, "%.1f ms", replacedMax),
            replacedMax <= REPLACED_MILLIS_MAX),
        new Verdict(
            "prompt tokens sent, at most 1.3 times as many",
            String.format(Locale.ROOT, "%.3fx", sent),
            sent <= SENT_MAX),
        new Verdict(
            "load even (within 25 % of the mean) within 30 s",
            Double.isNaN(even) ? "not within the run" : String.format(Locale.ROOT, "%.1f s", even),
            even <= EVEN_SECONDS_MAX),
        Verdict.none(
            "self-checks with ledger drift",
            disturbed.drifts().size() + undisturbed.drifts().size(),
            disturbed.drifts().stream().findFirst().orElse("")));
  }

  /** From the return until load was even, and stayed so; NaN if that was never seen. */
  private double evenSeconds() {
    double since = Double.NaN;
    for (Spread spread : disturbed.spreads()) {
      if (spread.seconds() < disturbed.returnedSeconds() || spread.unevenness() > EVEN) {
        since = Double.NaN;
      } else {
        since = Double.isNaN(since) ? spread.seconds() : since;
        if (spread.seconds() - since >= EVEN_FOR_SECONDS) {
          return since - disturbed.returnedSeconds();
        }
      }
    }
    return Double.NaN;
  }

  private static String percentiles(List<Double> sorted) {
    return sorted.isEmpty()
        ? "none seen"
        : String.format(
            Locale.ROOT,
            "p50 %.1f  p99 %.1f  max %.1f  (%d turns)",
            percentile(sorted, .5),
            percentile(sorted, .99),
            percentile(sorted, 1),
            sorted.size());
  }

  /** The least that so many are not above, NaN if there are none. */
  private static double percentile(List<Double> sorted, double share) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
