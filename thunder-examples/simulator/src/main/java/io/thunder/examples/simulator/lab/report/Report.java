package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a report shows; a part without rows was not asked for.
 *
 * @param comparison the policies on the workloads
 * @param ablations the default policy, whole and with each mechanism switched off
 * @param calibration the published figures' points
 * @param sensitivity the points of highest concurrency with other parameters
 */
public record Report(Rows comparison, Rows ablations, Rows calibration, Rows sensitivity) {

  /** Returns the most seeds that a row has. */
  int seeds() {
    return Stream.of(comparison, ablations, calibration, sensitivity)
        .flatMap(rows -> rows.all().stream())
        .map(Row::runs)
        .mapToInt(List::size)
        .max()
        .orElse(0);
  }
}
