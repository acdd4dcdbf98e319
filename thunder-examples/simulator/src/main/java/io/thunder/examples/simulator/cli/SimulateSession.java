package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.report.AblationTable;
import io.thunder.examples.simulator.lab.report.CalibrationTable;
import io.thunder.examples.simulator.lab.report.CollapseTable;
import io.thunder.examples.simulator.lab.report.ComparisonTable;
import io.thunder.examples.simulator.lab.report.HtmlReport;
import io.thunder.examples.simulator.lab.report.JsonReport;
import io.thunder.examples.simulator.lab.report.ParameterTable;
import io.thunder.examples.simulator.lab.report.Report;
import io.thunder.examples.simulator.lab.report.SensitivityTable;
import io.thunder.examples.simulator.lab.report.TextReport;
import io.thunder.examples.simulator.lab.sweep.Outcome;
import io.thunder.examples.simulator.lab.sweep.Rows;
import io.thunder.examples.simulator.lab.sweep.Sweep;
import io.thunder.examples.simulator.lab.sweep.SweepResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries a plan out and shows what came of it. */
final class SimulateSession {

  private final SimulatePlan plan;
  private final PrintStream out;
  private final PrintStream err;
  private final ProgressLine progress;
  private final BooleanSupplier stopped;
  private boolean printed;

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
    show(result.outcomes());
    result.failures().forEach(failure -> err.println("simulate: " + failure.message()));
    return result.failures().isEmpty();
  }

  private void show(List<Outcome> outcomes) throws IOException {
    Report report = new Report(
        plan.comparison().rows(outcomes),
        plan.ablations().rows(outcomes),
        plan.calibration().rows(outcomes),
        plan.sensitivity().rows(outcomes));
    print(report.comparison(), ComparisonTable::format);
    print(report.ablations(), AblationTable::format);
    print(report.calibration(), CalibrationTable::format);
    print(report.calibration(), CollapseTable::format);
    print(report.sensitivity(), SensitivityTable::format);
    print(report.calibration(), rows -> ParameterTable.engines());
    print(report.calibration(), rows -> ParameterTable.workloads());
    write(plan.json(), () -> JsonReport.format(Rows.of(outcomes)));
    write(plan.text(), () -> TextReport.format(report));
    write(plan.html(), () -> HtmlReport.format(report));
  }

  private void print(Rows rows, Function<Rows, String> format) {
    if (!rows.all().isEmpty()) {
      out.print((printed ? "\n" : "") + format.apply(rows));
      printed = true;
    }
  }

  private void write(@Nullable OutputFile file, Supplier<String> text) throws IOException {
    if (file != null) {
      file.write(text.get());
      err.println("simulate: wrote " + file);
    }
  }
}
