package io.thunder.examples.replay.report;

import java.util.Set;

/** Gives every policy the same colour in all charts, table and legend. */
final class Series {

  private static final Set<String> WITH_OWN_COLOUR =
      Set.of(PolicyResult.PASS_THROUGH, "published", "thunder");

  private Series() {}

  /** Returns the style class of a policy. */
  static String css(PolicyResult result) {
    return WITH_OWN_COLOUR.contains(result.name()) ? "p-" + result.name() : "p-other";
  }
}
