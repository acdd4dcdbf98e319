package io.thunder.examples.soak.report;

import io.thunder.examples.soak.check.HeapTrend;
import io.thunder.examples.soak.check.Verdict;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a soak test found.
 *
 * @param description what was run
 * @param partial whether it was ended early
 * @param seconds how long faults went on
 * @param figures counts and other figures by name, in the order in which they are shown
 * @param faults faults that happened, by name
 * @param failures turns that failed, by kind
 * @param events what the scheduler did, by name
 * @param heap what the heap held at rest
 * @param verdicts what must hold, and whether it does
 */
public record SoakResult(
    String description,
    boolean partial,
    double seconds,
    Map<String, Double> figures,
    SortedMap<String, Long> faults,
    SortedMap<String, Long> failures,
    SortedMap<String, Long> events,
    List<HeapTrend.Sample> heap,
    List<Verdict> verdicts) {

  /**
   * Whether nothing was lost.
   *
   * @return true if every verdict is good
   */
  public boolean isClean() {
    return verdicts.stream().allMatch(Verdict::passed);
  }
}
