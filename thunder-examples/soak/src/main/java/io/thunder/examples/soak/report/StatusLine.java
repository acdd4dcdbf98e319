package io.thunder.examples.soak.report;

import io.thunder.examples.simulator.cli.LiveLine;
import java.io.PrintStream;

/** Shows how it goes: on a terminal one line that is written over, elsewhere a line now and then. */
public final class StatusLine {

  private static final double SECONDS_PER_LINE = 10;

  private final PrintStream out;
  private final LiveLine live;
  private double nextSeconds;
  private String phase = "";

  /**
   * Creates a line.
   *
   * @param out where to
   * @param terminal whether that is a terminal
   */
  public StatusLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.live = new LiveLine(out, terminal);
  }

  /**
   * Shows what is done before there is anything to count.
   *
   * @param text in a few words
   */
  public void say(String text) {
    live.show(text);
    if (!live.isShown()) {
      out.println(text);
    }
  }

  /**
   * Shows how it goes.
   *
   * @param status at this moment
   */
  public void update(Status status) {
    live.show(status.line());
    boolean due = status.seconds() >= nextSeconds || !status.phase().equals(phase);
    if (!live.isShown() && due) {
      phase = status.phase();
      nextSeconds = status.seconds() + SECONDS_PER_LINE;
      out.println(status.line());
    }
  }

  /** Ends the line, so that other output starts on one of its own. */
  public void end() {
    live.end();
  }
}
