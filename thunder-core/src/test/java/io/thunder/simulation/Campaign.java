package io.thunder.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Simulates one seed after the other on all cores, until it has done so many, the time is over or
 * one of them fails. Says every minute how far it is, and when it is killed, too. A seed that does
 * not come to an end is a failure: its world has no time of its own that could save it.
 */
final class Campaign {

  private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long POLL_MILLIS = 50;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final AtomicLong next;
  private final long end;
  private final int steps;
  private final long began = System.nanoTime();
  private final long deadline;
  private final Totals totals = new Totals();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Plans a campaign.
   *
   * @param first the first seed
   * @param seeds how many at most
   * @param steps steps of each under faults
   * @param minutes how long it takes at most
   */
  Campaign(long first, long seeds, int steps, double minutes) {
    this.next = new AtomicLong(first);
    this.end = first + seeds;
    this.steps = steps;
    this.deadline = began + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
  }

  /** Runs it; throws what fails, with the command that repeats it. */
  Totals run() {
    Thread report = new Thread(() -> print("so far"), "simulation-report");
    Runtime.getRuntime().addShutdownHook(report);
    try {
      simulate();
    } finally {
      Runtime.getRuntime().removeShutdownHook(report);
    }
    print("done");
    Throwable failed = failure.get();
    if (failed != null) {
      throw new AssertionError(failed.getMessage(), failed);
    }
    return totals;
  }

  private void simulate() {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Worker worker = new Worker();
      workers.add(worker);
      worker.start();
    }
    long nextReport = System.nanoTime() + REPORT_NANOS;
    for (Worker worker : workers) {
      while (worker.isAlive() && !workers.stream().anyMatch(Worker::hangs)) {
        join(worker);
        if (System.nanoTime() > nextReport) {
          nextReport += REPORT_NANOS;
          print("so far");
        }
      }
    }
  }

  private static void join(Thread worker) {
    try {
      worker.join(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void print(String state) {
    System.out.println("fault simulation, " + state + ": "
        + totals.report((System.nanoTime() - began) / 1e9) + System.lineSeparator()
        + "continue with -Dthunder.firstSeed=" + next.get());
  }

  /** Takes seeds. */
  private final class Worker extends Thread {

    private final Patience patience = new Patience(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    private volatile long seed;

    /** The world that runs, or null while it is built. */
    private volatile World world;

    Worker() {
      super("simulation");
      setDaemon(true);
    }

    @Override
    public void run() {
      for (long mine = next.getAndIncrement(); mine < end; mine = next.getAndIncrement()) {
        world = null;
        seed = mine;
        if (System.nanoTime() > deadline || failure.get() != null) {
          return;
        }
        try {
          totals.add(Simulation.runAndShrink(mine, steps, begun -> world = begun), steps);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        }
      }
    }

    boolean hangs() {
      boolean hangs = isAlive() && patience.isOver(seed, cpuNanos());
      if (hangs) {
        World reached = world;
        int step = reached == null ? 0 : reached.steps();
        failure.compareAndSet(null, Simulation.hung(seed, step, getStackTrace()));
      }
      return hangs;
    }

    private long cpuNanos() {
      boolean known = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
      return known ? THREADS.getThreadCpuTime(getId()) : -1;
    }
  }
}
