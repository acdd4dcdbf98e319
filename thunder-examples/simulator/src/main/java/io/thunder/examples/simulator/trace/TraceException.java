package io.thunder.examples.simulator.trace;

import java.nio.file.Path;

/** A trace file that cannot be used, with the place and the reason in one line. */
public final class TraceException extends Exception {

  private static final long serialVersionUID = 1;

  private final long line;

  /**
   * Creates the exception.
   *
   * @param file the trace
   * @param line number of the line, from 1; 0 if the whole file is meant
   * @param reason what is wrong
   */
  public TraceException(Path file, long line, String reason) {
    super(file + (line > 0 ? ", line " + line : "") + ": " + reason);
    this.line = line;
  }

  /**
   * The line that is wrong.
   *
   * @return its number, from 1; 0 if the whole file is meant
   */
  public long line() {
    return line;
  }
}
