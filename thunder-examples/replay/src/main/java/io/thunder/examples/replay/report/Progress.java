package io.thunder.examples.replay.report;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how a run goes: on a terminal one line that is written over, elsewhere a line now and then.
 */
public final class Progress {

  private static final String START_OF_LINE = "\r";
  private static final int LINES_PER_RUN = 4;

  private final PrintStream out;
  private final boolean terminal;

  private String policy = "";
  private double totalSeconds = 1;
  private int shown;
  private int width;

  /**
   * Creates a display.
   *
   * @param out where to
   * @param terminal whether that is a terminal
   */
  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
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
    overwrite(name + ": starting");
  }

  /**
   * Shows the newest sample.
   *
   * @param sample the sample
   */
  public void update(Sample sample) {
    String line = line(sample);
    if (terminal) {
      overwrite(line);
    } else if (sample.endSeconds() >= totalSeconds * (shown + 1) / LINES_PER_RUN) {
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

  private void overwrite(String line) {
    if (terminal) {
      out.print(START_OF_LINE + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
    }
  }

  /** Ends the run's display, so that other output starts on a line of its own. */
  public void end() {
    overwrite("");
    if (terminal) {
      out.print(START_OF_LINE);
      out.flush();
    }
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
