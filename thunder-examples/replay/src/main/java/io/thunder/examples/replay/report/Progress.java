package io.thunder.examples.replay.report;

import io.thunder.examples.simulator.cli.LiveLine;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how a run goes: on a terminal one line that is written over, elsewhere a line now and then.
 */
public final class Progress {

  private static final int LINES_PER_RUN = 4;

  private final PrintStream out;
  private final LiveLine live;

  private String policy = "";
  private double totalSeconds = 1;
  private int shown;

  /**
   * Creates a display.
   *
   * @param out where to
   * @param terminal whether that is a terminal
   */
  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.live = new LiveLine(out, terminal);
  }

  /**
   * Starts showing a run.
   *
   * @param name of the policy
   * @param seconds length of the run in engine time
   */
  public void begin(String name, double seconds) {
    policy = name;
    totalSeconds = seconds;
    shown = 0;
    live.show(name + ": starting");
  }

  /**
   * Shows the newest sample.
   *
   * @param sample the sample
   */
  public void update(Sample sample) {
    String line = line(sample);
    live.show(line);
    if (!live.isShown() && sample.endSeconds() >= totalSeconds * (shown + 1) / LINES_PER_RUN) {
      shown++;
      out.println(line);
    }
  }

  private String line(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%-11s %s of %s   %s steps/min   hits %s   occupancy %s   paused programs %d",
        policy,
        clock(sample.endSeconds()),
        clock(totalSeconds),
        ReportTable.known("%5.0f", sample.stepsPerMinute()),
        ReportTable.known("%3.0f %%", 100 * sample.hitRate()),
        ReportTable.known("%3.0f %%", 100 * sample.occupancy()),
        sample.pausedPrograms());
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%2d:%02d", whole / 60, whole % 60);
  }

  /** Ends the run's display, so that other output starts on a line of its own. */
  public void end() {
    live.end();
  }

  /**
   * Prints a line of its own.
   *
   * @param text the line
   */
  public void note(String text) {
    end();
    out.println(text);
  }
}
