package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.sweep.SweepListener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how many runs are done and how long the rest may take: on a terminal one line that is
 * written over, elsewhere a line now and then.
 */
final class ProgressLine implements SweepListener {

  private static final int LINES = 10;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintStream out;
  private final LiveLine live;
  private final LongSupplier clock;
  private final long startNanos;

  ProgressLine(PrintStream out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.live = new LiveLine(out, terminal);
    this.clock = clock;
    this.startNanos = clock.getAsLong();
  }

  @Override
  public void progress(int done, int total) {
    String line = line(done, total);
    live.show(line);
    if (!live.isShown() && done * LINES / total > (done - 1) * LINES / total) {
      out.println(line);
    }
  }

  private String line(int done, int total) {
    double seconds = (clock.getAsLong() - startNanos) / NANOS_PER_SECOND;
    long left = Math.round(seconds / done * (total - done));
    return String.format(
        Locale.ROOT, "%d of %d runs, %d:%02d left", done, total, left / 60, left % 60);
  }

  /** Ends the line, so that other output starts on one of its own. */
  void end() {
    live.end();
  }
}
