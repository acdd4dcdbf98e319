package io.thunder.examples.simulator.lab.sweep;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Makes many runs in parallel. Each is a function of its experiment and shares nothing with the
 * others, so the results depend neither on the number of threads nor on the order of the runs. A
 * run that fails does not end the others.
 */
public final class Sweep {

  private static final long STOP_CHECK_MILLIS = 100;

  private final List<Experiment> experiments;
  private final SweepListener listener;
  private final BooleanSupplier stopped;

  /** What the pool's threads have for the sweep's own thread, which alone writes the results. */
  private final BlockingQueue<Runnable> ended = new LinkedBlockingQueue<>();

  private final SortedMap<Integer, Outcome> outcomes = new TreeMap<>();
  private final SortedMap<Integer, Failure> failures = new TreeMap<>();

  private Sweep(List<Experiment> experiments, SweepListener listener, BooleanSupplier stopped) {
    this.experiments = List.copyOf(experiments);
    this.listener = listener;
    this.stopped = stopped;
  }

  /**
   * Makes all runs.
   *
   * @param experiments the runs
   * @param threads how many at a time
   * @param listener hears of each that ends, on this thread
   * @param stopped asked now and then; once it is true, runs that are not over are left out
   */
  public static SweepResult run(
      List<Experiment> experiments, int threads, SweepListener listener, BooleanSupplier stopped) {
    return new Sweep(experiments, listener, stopped).run(threads);
  }

  private SweepResult run(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, Sweep::daemon);
    try {
      for (int i = 0; i < experiments.size(); i++) {
        int index = i;
        pool.execute(() -> ended.add(make(index)));
      }
      collect();
    } finally {
      pool.shutdownNow(); // runs do not look at interrupts: those on their way end in vain
    }
    return new SweepResult(
        List.copyOf(outcomes.values()), List.copyOf(failures.values()), experiments.size());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sweep");
    thread.setDaemon(true);
    return thread;
  }

  private Runnable make(int index) {
    Experiment experiment = experiments.get(index);
    try {
      Outcome outcome = experiment.run();
      return () -> outcomes.put(index, outcome);
    } catch (Throwable e) { // an error of one run must not lose the others
      return () -> failures.put(index, new Failure(experiment, e));
    }
  }

  private void collect() {
    try {
      int done = 0;
      while (done < experiments.size() && !stopped.getAsBoolean()) {
        Runnable result = ended.poll(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        if (result != null) {
          result.run();
          listener.progress(++done, experiments.size());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
