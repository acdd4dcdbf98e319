package io.thunder.examples.simulator.cli;

import java.io.PrintStream;

/** A line of a terminal that is written over. Elsewhere than on a terminal it shows nothing. */
public final class LiveLine {

  private static final String START_OF_LINE = "\r";

  private final PrintStream out;
  private final boolean terminal;
  private int width;

  /**
   * Creates a line.
   *
   * @param out where to
   * @param terminal whether that is a terminal
   */
  public LiveLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Whether it shows anything.
   *
   * @return true on a terminal
   */
  public boolean isShown() {
    return terminal;
  }

  /**
   * Writes over what it showed before.
   *
   * @param text what to show
   */
  public void show(String text) {
    if (terminal) {
      out.print(START_OF_LINE + text + " ".repeat(Math.max(0, width - text.length())));
      out.flush();
      width = text.length();
    }
  }

  /** Clears the line, so that other output starts on one of its own. */
  public void end() {
    show("");
    if (terminal) {
      out.print(START_OF_LINE);
      out.flush();
    }
  }
}
