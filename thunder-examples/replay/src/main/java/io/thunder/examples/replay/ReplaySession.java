package io.thunder.examples.replay;

import io.thunder.examples.replay.report.ChartPage;
import io.thunder.examples.replay.report.JsonReport;
import io.thunder.examples.replay.report.PolicyResult;
import io.thunder.examples.replay.report.Progress;
import io.thunder.examples.replay.report.ReportTable;
import io.thunder.examples.replay.report.Sample;
import io.thunder.examples.replay.run.PolicyRun;
import io.thunder.examples.replay.run.ProgramSupply;
import io.thunder.examples.replay.run.RunFailedException;
import io.thunder.examples.replay.run.RunSettings;
import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.scheduling.SchedulingPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a plan and reports: progress to the error output, results to the standard output. */
final class ReplaySession {

  /** Long enough for the compiler to be done with the code of a turn; shorter for short runs. */
  private static final double WARM_UP_SECONDS = 5;

  /**
   * From here on the machine is too slow for the figures to be exact. Engines catch up after a late
   * step, so that steps late by a fraction of their length do no harm.
   */
  private static final double LATE_SHARE_MAX = .30;

  private final ReplayPlan plan;
  private final PrintStream out;
  private final PrintStream err;
  private final Progress progress;
  private final StopSignal stop;
  private final List<PolicyResult> results = new ArrayList<>();

  ReplaySession(
      ReplayPlan plan, PrintStream out, PrintStream err, boolean interactive, StopSignal stop) {
    this.plan = plan;
    this.out = out;
    this.err = err;
    this.progress = new Progress(err, interactive);
    this.stop = stop;
  }

  /** Runs everything; what was measured is reported even if a run fails. */
  void run() throws IOException {
    out.println(plan.description());
    plan.notes().forEach(note -> out.println("note: " + note));
    out.flush();
    RunFailedException failure = runPolicies();
    progress.end();
    if (!results.isEmpty()) {
      report();
    } else if (stop.isStopped()) {
      out.println("stopped before anything was measured");
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private @Nullable RunFailedException runPolicies() {
    try {
      if (plan.engines().warmUp()) {
        warmUp();
      }
      for (int round = 1; round <= plan.repeat(); round++) {
        for (SchedulingPolicy policy : plan.policies()) {
          if (!stop.isStopped()) {
            RunSettings settings = settings(plan.repeat() == 1 ? PolicyResult.ONLY_RUN : round);
            progress.begin(policy.name(), settings.totalSeconds());
            results.add(run(policy, settings, progress::update));
          }
        }
      }
      return null;
    } catch (RunFailedException e) {
      return e;
    }
  }

  /** Runs for a moment without looking at the result, so that the first policy is not the slowest. */
  private void warmUp() throws RunFailedException {
    RunSettings settings = plan.settings();
    double seconds = Math.min(WARM_UP_SECONDS * settings.speed(), settings.totalSeconds());
    progress.begin("warming up", seconds);
    PolicyResult unused =
        run(SchedulingPolicy.thunder(), settings.forWarmUp(seconds), sample -> {});
  }

  private RunSettings settings(int round) {
    RunSettings settings = plan.settings();
    // Real servers keep their caches; other programs' numbers stay far below this distance.
    return settings.forRun(settings.textSalt() + ((long) results.size() << Integer.SIZE), round);
  }

  private PolicyResult run(SchedulingPolicy policy, RunSettings settings, Consumer<Sample> samples)
      throws RunFailedException {
    return new PolicyRun(policy, settings, stop, samples)
        .run(plan.engines().factory(), new ProgramSupply(plan.programs()));
  }

  private void report() throws IOException {
    out.println();
    out.print(ReportTable.format(results));
    results.forEach(this::warn);
    out.flush();
    OutputFile json = plan.json();
    if (json != null) {
      write(json, JsonReport.format(results));
    }
    OutputFile chart = plan.chart();
    if (chart != null) {
      write(chart, ChartPage.format(plan.description(), results));
    }
  }

  private void write(OutputFile file, String text) throws IOException {
    file.write(text);
    err.println("wrote " + file);
  }

  private void warn(PolicyResult result) {
    if (result.failures() > 0) {
      out.println("note: " + result.title() + ": " + result.failures()
          + " turns failed and ended their programs; the last one because: "
          + result.lastFailure());
    }
    if (result.lateShare() > LATE_SHARE_MAX) {
      out.println(String.format(
          Locale.ROOT,
          "note: %s: this machine was too slow, engine steps were late by %.0f %% of their time;"
              + " lower --speed for exact figures",
          result.title(),
          100 * result.lateShare()));
    }
  }
}
