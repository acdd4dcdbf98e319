package io.thunder.examples.simulator.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person watches. */
public final class Terminal {

  private Terminal() {}

  /** Returns whether standard input and output are a terminal that can move its cursor. */
  @SuppressWarnings("SystemConsoleNull") // it is null on Java 17 to 21, and isTerminal tells later
  public static boolean isInteractive() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
