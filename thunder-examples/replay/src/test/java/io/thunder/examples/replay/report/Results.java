package io.thunder.examples.replay.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results for the tests of the reports. */
final class Results {

  private Results() {}

  static PolicyResult of(String name, long steps, boolean partial) {
    List<Sample> samples = List.of(
        new Sample(60, 0, Double.NaN, .5, 1, 0, 0),
        new Sample(120, 417.25, .9, 1.25, 37, 4, 2_000_000));
    return new PolicyResult(
        name, 0, 60, steps, .954321, 4_321, 54_321, 4, 2_000_000, 0, null, 0, partial, 60, samples);
  }

  static PolicyResult ofRound(String name, int round, long steps) {
    return new PolicyResult(
        name, round, 60, steps, .5, 100 * round, 1_000, 2, 30, 0, null, 0, false, 60, List.of());
  }

  /** What remains of a run that was ended before anything was measured. */
  static PolicyResult empty(String name, @Nullable String failure) {
    double unknown = Double.NaN;
    return new PolicyResult(
        name, 0, 0, 0, unknown, unknown, unknown, 0, 0, 1, failure, 0, true, 60, List.of());
  }
}
