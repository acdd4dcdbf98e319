package io.thunder.simulation;

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

  private static final long SEED_MAX_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long POLL_MILLIS = 50;

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

    private volatile long seed;
    private volatile long since = System.nanoTime();

    Worker() {
      super("simulation");
      setDaemon(true);
    }

    @Override
    public void run() {
      for (long mine = next.getAndIncrement(); mine < end; mine = next.getAndIncrement()) {
        seed = mine;
        since = System.nanoTime();
        if (since > deadline || failure.get() != null) {
          return;
        }
        try {
          totals.add(Simulation.runAndShrink(mine, steps), steps);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        }
      }
    }

    boolean hangs() {
      boolean hangs = isAlive() && System.nanoTime() - since > SEED_MAX_NANOS;
      if (hangs) {
        AssertionError hung = new AssertionError("seed " + seed + " does not come to an end");
        hung.setStackTrace(getStackTrace());
        failure.compareAndSet(null, hung);
      }
      return hangs;
    }
  }
}
