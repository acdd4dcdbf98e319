package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.report.ComparisonTable;
import io.thunder.examples.simulator.lab.report.JsonReport;
import io.thunder.examples.simulator.lab.sweep.Rows;
import io.thunder.examples.simulator.lab.sweep.Sweep;
import io.thunder.examples.simulator.lab.sweep.SweepResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/** Carries a plan out and shows what came of it. */
final class SimulateSession {

  private final SimulatePlan plan;
  private final PrintStream out;
  private final PrintStream err;
  private final ProgressLine progress;
  private final BooleanSupplier stopped;

  SimulateSession(
      SimulatePlan plan,
      PrintStream out,
      PrintStream err,
      boolean interactive,
      BooleanSupplier stopped) {
    this.plan = plan;
    this.out = out;
    this.err = err;
    this.progress = new ProgressLine(err, interactive, System::nanoTime);
    this.stopped = stopped;
  }

  /** Returns whether no run failed. */
  boolean run() throws IOException {
    SweepResult result = Sweep.run(plan.experiments(), plan.threads(), progress, stopped);
    progress.end();
    if (result.isPartial()) {
      err.println("simulate: stopped with " + result.outcomes().size() + " of " + result.total()
          + " runs done");
    }
    report(Rows.of(result.outcomes()));
    result.failures().forEach(failure -> err.println("simulate: " + failure.message()));
    return result.failures().isEmpty();
  }

  private void report(Rows rows) throws IOException {
    if (!rows.all().isEmpty()) {
      out.print(ComparisonTable.format(rows));
    }
    if (plan.json() != null) {
      plan.json().write(JsonReport.format(rows));
    }
  }
}
