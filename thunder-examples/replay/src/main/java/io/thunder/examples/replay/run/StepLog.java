package io.thunder.examples.replay.run;

import io.thunder.chat.Usage;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what happens in a run. Thread-safe. */
final class StepLog {

  /** A block that is not full is never cached; that is no recomputation worth the name. */
  private static final long SLACK_TOKENS = 32;

  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1_000;

  private final Histogram latencyMicros = new Histogram(SIGNIFICANT_DIGITS);
  private Counts counts = Counts.NONE;
  private boolean measuring;
  private long failuresInRow;
  private @Nullable String lastFailure;

  /** Starts to record latencies, and returns the sums so far. */
  synchronized Counts beginMeasuring() {
    measuring = true;
    return counts;
  }

  /** Notes an answer; {@code seenTokens} of its prompt were sent or answered before. */
  synchronized void answered(long latencyNanos, @Nullable Usage usage, long seenTokens) {
    failuresInRow = 0;
    counts = counts.plus(step(usage, seenTokens));
    if (measuring) {
      latencyMicros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(latencyNanos)));
    }
  }

  private static Counts step(@Nullable Usage usage, long seenTokens) {
    Long cached = usage == null ? null : usage.cachedTokens();
    if (usage == null || cached == null) {
      return Counts.STEP;
    }
    long lost = Math.min(seenTokens, usage.promptTokens()) - cached;
    return Counts.ofStep(usage.promptTokens(), cached, lost > SLACK_TOKENS ? lost : 0);
  }

  synchronized void failed(String reason) {
    failuresInRow++;
    lastFailure = reason;
    counts = counts.plus(Counts.FAILURE);
  }

  synchronized void paused() {
    counts = counts.plus(Counts.PAUSE);
  }

  synchronized Counts counts() {
    return counts;
  }

  /** Returns how many turns failed since the last that did not. */
  synchronized long failuresInRow() {
    return failuresInRow;
  }

  /** Returns why the last turn that failed did, or null if none has. */
  synchronized @Nullable String lastFailure() {
    return lastFailure;
  }

  /** Returns a percentile of the measured latencies, NaN if there are none. */
  synchronized double latencyMs(double percentile) {
    return latencyMicros.getTotalCount() == 0
        ? Double.NaN
        : latencyMicros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
  }
}
