package io.thunder.examples.fleet;

import io.thunder.ThunderSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How evenly programs are spread over the backends at one moment.
 *
 * @param seconds when, of engine time since the run began
 * @param programs placed, by backend
 * @param tokens held, by backend
 */
record Spread(double seconds, List<Long> programs, List<Long> tokens) {

  static Spread of(double seconds, ThunderSnapshot snapshot) {
    return new Spread(
        seconds,
        byBackend(snapshot, ThunderSnapshot.BackendState::programs),
        byBackend(snapshot, ThunderSnapshot.BackendState::heldTokens));
  }

  private static List<Long> byBackend(
      ThunderSnapshot snapshot, ToLongFunction<ThunderSnapshot.BackendState> figure) {
    return snapshot.backends().stream().map(figure::applyAsLong).toList();
  }

  /** How far a backend's tokens are from the mean at most, as a share of the mean. */
  double unevenness() {
    long[] sorted = tokens.stream().mapToLong(Long::longValue).sorted().toArray();
    double mean = Arrays.stream(sorted).average().orElse(0);
    return mean == 0 ? 0 : Math.max(sorted[sorted.length - 1] - mean, mean - sorted[0]) / mean;
  }
}
