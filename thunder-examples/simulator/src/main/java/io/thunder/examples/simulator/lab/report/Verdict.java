package io.thunder.examples.simulator.lab.report;

import java.util.Locale;

/**
 * Whether a target is met.
 *
 * @param target what is asked for
 * @param state whether it is met
 * @param figure what was measured
 */
record Verdict(String target, State state, String figure) {

  /** The three answers. */
  enum State {
    MET,
    MISSED,
    NOT_MEASURED;

    static State of(boolean met) {
      return met ? MET : MISSED;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static Verdict of(String target, boolean met, String figure) {
    return new Verdict(target, State.of(met), figure);
  }

  static Verdict notMeasured(String target) {
    return new Verdict(target, State.NOT_MEASURED, Texts.UNKNOWN);
  }
}
