package io.thunder.examples.soak.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The heap in use after full collections, and whether it stays flat: from minute 2 on the largest is
 * at most {@value #SPREAD_PERCENT_MAX} % above the smallest. Used by one thread.
 */
public final class HeapTrend {

  private static final double SETTLED_MINUTES = 2;
  private static final int SPREAD_PERCENT_MAX = 5;
  private static final int SAMPLES_MIN = 3;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private final List<Sample> samples = new ArrayList<>();

  /** Creates a trend without samples. */
  public HeapTrend() {}

  /**
   * One collection.
   *
   * @param minutes since the run began
   * @param bytes in use afterwards
   */
  public record Sample(double minutes, long bytes) {

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
   * @param minutes since the run began
   * @param bytes in use after a full collection
   */
  public void add(double minutes, long bytes) {
    samples.add(new Sample(minutes, bytes));
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
    List<Sample> settled =
        samples.stream().filter(sample -> sample.minutes() >= SETTLED_MINUTES).toList();
    String name = "heap after GC flat from minute 2 on";
    if (settled.size() < SAMPLES_MIN) {
      return new Verdict(name, "not judged, too short", true);
    }
    double max = settled.stream().mapToDouble(Sample::mebibytes).max().orElseThrow();
    double min = settled.stream().mapToDouble(Sample::mebibytes).min().orElseThrow();
    double spread = 100 * (max - min) / min;
    return new Verdict(
        name,
        String.format(Locale.ROOT, "%.1f to %.1f MiB, spread %.1f %%", min, max, spread),
        spread <= SPREAD_PERCENT_MAX);
  }
}
