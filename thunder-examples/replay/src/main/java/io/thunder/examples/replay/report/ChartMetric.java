package io.thunder.examples.replay.report;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the page plots over time, one chart each. */
enum ChartMetric {
  THROUGHPUT("Throughput", "steps per minute", Sample::stepsPerMinute),
  HIT_RATE("Prefix cache hits", "% of prompt tokens", sample -> 100 * sample.hitRate()),
  OCCUPANCY("Tokens of placed programs", "% of KV capacity", sample -> 100 * sample.occupancy()),
  PAUSED("Paused programs", "programs", Sample::pausedPrograms),
  PAUSES("Pauses", "since the run began", Sample::pauses),
  RECOMPUTED(
      "Recomputed prompt tokens",
      "millions, since the run began",
      sample -> sample.recomputedTokens() / 1e6);

  final String title;
  final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final ToDoubleFunction<Sample> value;

  ChartMetric(String title, String unit, ToDoubleFunction<Sample> value) {
    this.title = title;
    this.unit = unit;
    this.value = value;
  }

  /** Returns the value at a sample, NaN if unknown. */
  double of(Sample sample) {
    return value.applyAsDouble(sample);
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
