package io.thunder.examples.soak;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.soak.check.ErrorLog;
import io.thunder.examples.soak.check.Footprint;
import io.thunder.examples.soak.check.Verdict;
import io.thunder.examples.soak.report.JsonReport;
import io.thunder.examples.soak.report.ResultText;
import io.thunder.examples.soak.report.SoakResult;
import io.thunder.examples.soak.report.StatusLine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Rehearses, runs, looks at what is left in the process, and reports. */
final class SoakSession {

  /** How long threads and sockets may take to go away once everything is closed. */
  private static final int SETTLE_SECONDS = 15;

  private static final int FILES_NAMED_MAX = 10;

  private final SoakPlan plan;
  private final PrintStream out;
  private final PrintStream err;
  private final StatusLine status;
  private final StopSignal stop;

  SoakSession(
      SoakPlan plan, PrintStream out, PrintStream err, boolean interactive, StopSignal stop) {
    this.plan = plan;
    this.out = out;
    this.err = err;
    this.status = new StatusLine(err, interactive);
    this.stop = stop;
  }

  /** Runs everything; returns whether nothing was lost. */
  boolean run() throws IOException {
    out.println(describe());
    out.flush();
    try (ErrorLog log = ErrorLog.open()) {
      status.say("rehearsing, so that what stays for ever is there before the count begins ...");
      new SoakRun(plan.rehearsal(), stop, unused -> {}).run();
      long unusedHeap = Footprint.heapAfterCollection();
      Footprint before = Footprint.now();
      SoakResult found = new SoakRun(plan, stop, status::update).run();
      SoakResult result = complete(found, log, before);
      status.end();
      report(result);
      return result.isClean();
    }
  }

  private String describe() {
    return String.format(
        Locale.ROOT,
        "%,d programs on %d engines of %,d tokens, %s min at speed %s, faults: %s, seed %d",
        plan.programs(),
        plan.backends(),
        plan.engine().capacityTokens(),
        plan.duration().toMillis() / 60_000.0,
        plan.speed(),
        plan.faults().isEmpty()
            ? "none"
            : plan.faults().stream().map(group -> group.label()).collect(Collectors.joining(", ")),
        plan.seed());
  }

  /** Adds what the process itself shows. */
  private SoakResult complete(SoakResult found, ErrorLog log, Footprint before) {
    List<Verdict> verdicts = new ArrayList<>(found.verdicts());
    verdicts.add(log.verdict());
    if (!found.partial()) {
      int[] waits = {0};
      Footprint after = Footprint.settled(before, () -> {
        long unusedHeap = Footprint.heapAfterCollection();
        return waits[0]++ < SETTLE_SECONDS && !stop.await(TimeUnit.SECONDS.toNanos(1));
      });
      List<String> threads = after.newThreads(before);
      verdicts.add(Verdict.none(
          "threads more than before",
          threads.size(),
          threads.stream().findFirst().orElse("")));
      verdicts.add(Verdict.none(
          "open files more than before",
          Math.max(0, after.newFiles(before)),
          after.namesOfNewFiles(before).stream()
              .limit(FILES_NAMED_MAX)
              .collect(Collectors.joining(", "))));
      found.figures().put("threads before", (double) before.threads().size());
      found.figures().put("threads after", (double) after.threads().size());
      found.figures().put("open files before", (double) before.openFiles());
      found.figures().put("open files after", (double) after.openFiles());
    }
    found.figures().put("warnings logged", (double) log.warnings());
    return new SoakResult(
        describe(),
        found.partial(),
        found.seconds(),
        found.figures(),
        found.faults(),
        found.failures(),
        found.events(),
        found.heap(),
        verdicts);
  }

  private void report(SoakResult result) throws IOException {
    out.println();
    out.print(ResultText.format(result));
    out.flush();
    OutputFile json = plan.json();
    if (json != null) {
      json.write(JsonReport.format(result));
      err.println("wrote " + json);
    }
  }
}
