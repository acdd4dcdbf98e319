package io.thunder.examples.soak.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the heap holds while everything rests, time and again, and whether that stays flat: the most is
 * at most {@value #SPREAD_PERCENT_MAX} % above the least. Used by one thread.
 */
public final class HeapTrend {

  private static final int SPREAD_PERCENT_MAX = 5;
  private static final int SAMPLES_MIN = 3;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private final List<Sample> samples = new ArrayList<>();

  /** Creates a trend without samples. */
  public HeapTrend() {}

  /**
   * One measurement.
   *
   * @param minutes under faults before it
   * @param turns begun before it
   * @param bytes in use after a full collection
   */
  public record Sample(double minutes, long turns, long bytes) {

    /**
     * The same in a larger unit.
     *
     * @return MiB
     */
    public double mebibytes() {
      return bytes / BYTES_PER_MEBIBYTE;
    }
  }

  /**
   * Notes a sample.
   *
   * @param minutes under faults before it
   * @param turns begun before it
   * @param bytes in use after a full collection
   */
  public void add(double minutes, long turns, long bytes) {
    samples.add(new Sample(minutes, turns, bytes));
  }

  /**
   * All samples.
   *
   * @return in their order
   */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /**
   * The last sample.
   *
   * @return MiB, NaN if there is none
   */
  public double last() {
    return samples.isEmpty() ? Double.NaN : samples.get(samples.size() - 1).mebibytes();
  }

  /**
   * Judges.
   *
   * @return the verdict; passed if the run was too short to tell
   */
  public Verdict verdict() {
    if (samples.size() < SAMPLES_MIN) {
      return new Verdict("heap at rest flat", "not judged, too short", true);
    }
    Sample first = samples.get(0);
    double max = samples.stream().mapToDouble(Sample::mebibytes).max().orElseThrow();
    double min = samples.stream().mapToDouble(Sample::mebibytes).min().orElseThrow();
    double spread = 100 * (max - min) / min;
    return new Verdict(
        String.format(Locale.ROOT, "heap at rest flat from minute %.1f on", first.minutes()),
        String.format(
            Locale.ROOT,
            "%.1f to %.1f MiB, spread %.1f %%, %+.1f bytes a turn",
            min,
            max,
            spread,
            bytesPerTurn(first, samples.get(samples.size() - 1))),
        spread <= SPREAD_PERCENT_MAX);
  }

  private static double bytesPerTurn(Sample first, Sample last) {
    return (double) (last.bytes() - first.bytes()) / Math.max(1, last.turns() - first.turns());
  }
}
