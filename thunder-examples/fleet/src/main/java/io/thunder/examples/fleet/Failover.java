package io.thunder.examples.fleet;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.Limits;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;

/** The measurement of {@code failover}: two runs of the same programs, and their comparison. */
final class Failover {

  private static final int PROGRAMS_MAX = 10_000;
  private static final int ENGINES_MAX = 64;
  private static final int STEPS_MAX = 10_000;
  private static final double SPEED_MAX = 1_000;
  private static final double SECONDS_MAX = 100_000;

  private Failover() {}

  /** Measures as the command line says; returns whether all bounds are kept. */
  static boolean run(FailoverOptions options, PrintStream out, PrintStream err, StopSignal stop)
      throws UsageException, IOException {
    FailoverPlan plan = plan(options);
    OutputFile json = options.json == null ? null : OutputFile.at(options.json);
    Report report = measure(plan, err, stop);
    out.print(report.text());
    out.flush();
    if (json != null) {
      json.write(report.json());
    }
    return report.isKept() && !stop.isStopped();
  }

  static Report measure(FailoverPlan plan, PrintStream err, StopSignal stop) {
    err.println("killing an engine, and bringing it back ...");
    FailoverOutcome disturbed;
    try (FailoverRun run = new FailoverRun(plan, stop)) {
      disturbed = run.disturbed();
    }
    err.println("the same programs with nothing going wrong ...");
    try (FailoverRun run = new FailoverRun(plan, stop)) {
      return FailoverReport.of(plan, disturbed, run.undisturbed(disturbed.begun()));
    }
  }

  private static FailoverPlan plan(FailoverOptions options) throws UsageException {
    Limits.within("--programs", options.programs, 1, PROGRAMS_MAX);
    Limits.within("--engines", options.engines, 2, ENGINES_MAX);
    Limits.within("--steps", options.steps, 1, STEPS_MAX);
    Limits.within("--fill", options.fill, 0, SECONDS_MAX);
    Limits.within("--down", options.down, 0, SECONDS_MAX);
    Limits.within("--watch", options.watch, 0, SECONDS_MAX);
    Limits.within("--speed", options.speed, 1, SPEED_MAX);
    return new FailoverPlan(
        Names.preset(options.engine),
        options.engines,
        options.programs,
        Names.programs(options.workload, options.seed, options.steps),
        options.speed,
        options.fill,
        options.down,
        options.watch,
        options.seed);
  }
}
