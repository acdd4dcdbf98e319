package io.thunder.examples.replay.run;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.TimeSource;
import io.thunder.examples.replay.report.Sample;
import io.thunder.program.Lifecycle;
import java.util.ArrayList;
import java.util.List;

/** Notes how a run goes, interval by interval. Used by one thread. */
final class Sampler {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final ThunderClient client;
  private final TimeSource time;
  private final StepLog log;
  private final long beganNanos;
  private final List<Sample> samples = new ArrayList<>();

  private Counts before = Counts.NONE;
  private long beforeNanos;

  Sampler(ThunderClient client, TimeSource time, StepLog log) {
    this.client = client;
    this.time = time;
    this.log = log;
    this.beganNanos = time.nanoTime();
    this.beforeNanos = beganNanos;
  }

  /** Ends an interval, which should be over now. */
  Sample sample(double endSeconds) {
    Counts counts = log.counts();
    long nanos = time.nanoTime();
    Counts interval = counts.since(before);
    double minutes = (nanos - beforeNanos) / NANOS_PER_MINUTE;
    before = counts;
    beforeNanos = nanos;

    ThunderSnapshot snapshot = client.snapshot();
    Sample sample = new Sample(
        endSeconds,
        interval.steps() / minutes,
        interval.hitRate(),
        occupancy(snapshot),
        paused(snapshot),
        counts.pauses(),
        counts.recomputedTokens());
    samples.add(sample);
    return sample;
  }

  private static double occupancy(ThunderSnapshot snapshot) {
    long capacity = 0;
    long held = 0;
    for (ThunderSnapshot.BackendState backend : snapshot.backends()) {
      capacity += backend.capacityTokens();
      held += backend.heldTokens();
    }
    return capacity > 0 ? (double) held / capacity : Double.NaN;
  }

  private static int paused(ThunderSnapshot snapshot) {
    return (int) snapshot.programs().stream()
        .filter(program -> program.state().lifecycle() == Lifecycle.PAUSED)
        .count();
  }

  /** Returns the time since the run began. */
  double seconds() {
    return (time.nanoTime() - beganNanos) / NANOS_PER_SECOND;
  }

  /** Returns when the last interval ended, 0 before the first. */
  double endSeconds() {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).endSeconds();
  }

  List<Sample> samples() {
    return samples;
  }
}
