package io.thunder.examples.soak.report;

import java.util.Locale;

/**
 * How it goes at a moment.
 *
 * @param seconds since it began
 * @param phase what is being done
 * @param turnsPerSecond turns that got an outcome lately
 * @param answered turns that were answered
 * @param failed turns that failed
 * @param open turns without an outcome
 * @param oldestSeconds age of the oldest of them
 * @param programs programs that the client has
 * @param waiting turns in the client's pool
 * @param backendsUp backends that are up
 * @param threads live threads
 * @param openFiles open files and sockets, -1 if unknown
 * @param heapMebibytes heap at the last rest, NaN before the first
 */
public record Status(
    double seconds,
    String phase,
    double turnsPerSecond,
    long answered,
    long failed,
    int open,
    double oldestSeconds,
    int programs,
    int waiting,
    int backendsUp,
    int threads,
    long openFiles,
    double heapMebibytes) {

  /**
   * In one line.
   *
   * @return the line
   */
  public String line() {
    long whole = (long) seconds;
    return String.format(
        Locale.ROOT,
        "%2d:%02d %-8s %,6.0f turns/s  answered %,d  failed %,d  open %,d (oldest %.0f s)"
            + "  programs %,d  waiting %,d  up %d  threads %,d  files %,d  heap %s",
        whole / 60,
        whole % 60,
        phase,
        turnsPerSecond,
        answered,
        failed,
        open,
        oldestSeconds,
        programs,
        waiting,
        backendsUp,
        threads,
        openFiles,
        Double.isNaN(heapMebibytes) ? "-" : String.format(Locale.ROOT, "%.0f MiB", heapMebibytes));
  }
}
