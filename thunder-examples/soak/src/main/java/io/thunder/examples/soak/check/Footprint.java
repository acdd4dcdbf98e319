package io.thunder.examples.soak.check;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What this process holds of its machine.
 *
 * @param threads the live threads
 * @param openFiles open files and sockets; -1 if the system does not tell
 * @param files what the open ones are, by their number; empty if the system does not tell
 */
public record Footprint(Set<Thread> threads, long openFiles, Set<String> files) {

  /** Threads that belong to the process and not to any client, and end when they like. */
  private static final Set<String> SHARED = Set.of(
      "OkHttp TaskRunner",
      "Okio Watchdog",
      "Common-Cleaner",
      "CompletableFutureDelayScheduler",
      "VirtualThread-unparker",
      "VirtualThread-unblocker",
      "Read-Poller",
      "Write-Poller",
      "Signal Dispatcher");

  private static final Set<String> SHARED_STARTS =
      Set.of("Cleaner-", "ForkJoinPool", "RMI ", "Attach ", "DestroyJavaVM", "SIG");

  /** Copies. */
  public Footprint {
    threads = Set.copyOf(threads);
    files = Set.copyOf(files);
  }

  /**
   * What it holds now.
   *
   * @return the footprint
   */
  public static Footprint now() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> SHARED.contains(thread.getName())
        || SHARED_STARTS.stream().anyMatch(thread.getName()::startsWith));
    return new Footprint(threads, countOpenFiles(), OpenFiles.names());
  }

  /**
   * How many threads live.
   *
   * @return the number, shared ones included
   */
  public static int countThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /**
   * How many files and sockets are open.
   *
   * @return the number; -1 if the system does not tell
   */
  public static long countOpenFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : -1;
  }

  /**
   * Collects garbage.
   *
   * @return bytes of heap in use right after that, whatever threads have taken since
   */
  @SuppressWarnings("GarbageCollection") // this is what is measured
  public static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /**
   * Looks again until nothing is left over, or a wait gives up.
   *
   * @param before what was held before
   * @param waited waits for a moment; false to give up
   * @return what is held now
   */
  public static Footprint settled(Footprint before, BooleanSupplier waited) {
    Footprint after = now();
    while (!(after.newThreads(before).isEmpty() && after.newFiles(before) <= 0)
        && waited.getAsBoolean()) {
      after = now();
    }
    return after;
  }

  /**
   * The threads that were not there before.
   *
   * @param before what was held before
   * @return their names
   */
  public List<String> newThreads(Footprint before) {
    return threads.stream()
        .filter(thread -> !before.threads().contains(thread))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  /**
   * Files and sockets that are open now and were not before.
   *
   * @param before what was held before
   * @return what they are; empty if the system does not tell
   */
  public List<String> namesOfNewFiles(Footprint before) {
    return files.stream()
        .filter(file -> !before.files().contains(file))
        .sorted()
        .toList();
  }

  /**
   * How many more files are open.
   *
   * @param before what was held before
   * @return the difference
   */
  public long newFiles(Footprint before) {
    return openFiles - before.openFiles();
  }
}
