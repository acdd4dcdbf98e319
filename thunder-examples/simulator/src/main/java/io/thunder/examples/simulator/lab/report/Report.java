package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.Arrivals;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.time.Duration;
import java.util.stream.Collectors;
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

  private static final double MILLIS_PER_MINUTE = 60_000;

  /** Returns how the rows were made, in one line. */
  String subtitle() {
    int seeds = rows().mapToInt(row -> row.runs().size()).max().orElse(0);
    String times = rows()
        .map(Row::scenario)
        .filter(scenario -> !(scenario.arrivals() instanceof Arrivals.Batch))
        .map(scenario -> minutes(scenario.duration().minus(scenario.warmUp())) + " measured after "
            + minutes(scenario.warmUp()))
        .distinct()
        .collect(Collectors.joining(", or "));
    return seeds + (seeds == 1 ? " seed" : " seeds") + (times.isEmpty() ? "" : "; " + times)
        + " of virtual time; intervals of 95 %, Student's t; ratios seed by seed";
  }

  private Stream<Row> rows() {
    return Stream.of(comparison, ablations, calibration, sensitivity)
        .flatMap(rows -> rows.all().stream());
  }

  private static String minutes(Duration time) {
    return Texts.number("%.0f min", time.toMillis() / MILLIS_PER_MINUTE);
  }
}
