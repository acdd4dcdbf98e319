package io.thunder.examples.simulator;

import java.util.List;

/**
 * Which share of the output that running requests may still generate SGLang expects of them: high
 * at first, lower with each decode step that finds memory, and set to what was observed when one
 * does not. Constants of SGLang 0.5.18 with a schedule conservativeness of 1.
 */
final class NewTokenRatio {

  static final double INITIAL = 0.7;
  static final double LEAST = INITIAL * 0.14;
  static final int DECAY_STEPS = 600;

  /** Tokens that each request is expected to generate at least before the next retraction. */
  static final int RETRACT_STEPS = 20;

  private static final double DECAY = (INITIAL - LEAST) / DECAY_STEPS;

  private double value = INITIAL;

  double value() {
    return value;
  }

  /** A decode step has found memory. */
  void decay() {
    value = Math.max(value - DECAY, LEAST);
  }

  /** A decode step has found none; these requests are left. */
  void retracted(List<RadixSequence> running) {
    long generated = 0;
    long most = 1;
    for (RadixSequence sequence : running) {
      generated += sequence.outputTokens + RETRACT_STEPS;
      most += sequence.outputTokensMax;
    }
    value = Math.min(1, (double) generated / most);
  }

  /** The engine has nothing to do. */
  void reset() {
    value = INITIAL;
  }
}
