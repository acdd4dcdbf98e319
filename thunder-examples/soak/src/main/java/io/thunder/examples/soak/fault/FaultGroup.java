package io.thunder.examples.soak.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Kinds of faults that can be switched on by name. */
public enum FaultGroup {
  /** Turns are refused, reset, answered with errors or nonsense, or not at all. */
  ANSWERS,
  /** The engines' metrics fail, lie, or come late. */
  METRICS,
  /** Engines stop, and start again empty and with another capacity. */
  RESTARTS,
  /** Backends are removed from the client and added again. */
  MEMBERSHIP,
  /** Callers cancel, interrupt, close early, lose leases, release in flight and twice. */
  CALLERS;

  /**
   * The name on the command line.
   *
   * @return in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a group.
   *
   * @param label its name
   * @return the group, or empty if there is none
   */
  public static Optional<FaultGroup> byLabel(String label) {
    return Arrays.stream(values()).filter(group -> group.label().equals(label)).findFirst();
  }
}
