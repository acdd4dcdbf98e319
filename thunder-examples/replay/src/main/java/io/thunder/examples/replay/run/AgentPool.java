package io.thunder.examples.replay.run;

import io.thunder.ThunderClient;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of programs in flight: each that ends is replaced. One that failed is replaced a
 * second later, on the machine's clock, so that a dead backend is not flooded. Thread-safe.
 */
final class AgentPool implements AutoCloseable {

  private static final int THREADS = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ThunderClient client;
  private final ScaledTime time;
  private final StepLog log;
  private final ProgramSupply supply;
  private final RunSettings settings;
  private final ThreadPoolExecutor executor;

  private volatile boolean stopped;

  AgentPool(
      ThunderClient client,
      ScaledTime time,
      StepLog log,
      ProgramSupply supply,
      RunSettings settings) {
    this.client = client;
    this.time = time;
    this.log = log;
    this.supply = supply;
    this.settings = settings;
    this.executor = new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "replay-agents");
          thread.setDaemon(true);
          return thread;
        },
        // Turns that end while the pool closes are of no interest any more.
        new ThreadPoolExecutor.DiscardPolicy());
  }

  void begin() {
    synchronized (supply) {
      supply.first(settings.programs()).forEach(this::run);
    }
  }

  private void runNext() {
    synchronized (supply) {
      run(supply.next());
    }
  }

  private void run(ProgramSupply.Start start) {
    AgentRunner runner =
        new AgentRunner(client, time, executor, log, start, settings.textSalt(), this::ended);
    executor.execute(runner::begin);
  }

  private void ended(@Nullable Throwable failure) {
    if (stopped) {
      return;
    }
    if (failure == null) {
      runNext();
    } else {
      log.failed(describe(failure));
      Duration second = Duration.ofNanos((long) (NANOS_PER_SECOND * settings.speed()));
      time.schedule(second, this::runNext);
    }
  }

  /** Puts a failure into words of one line. */
  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    return text.replaceAll("\\s+", " ");
  }

  /** Starts nothing any more; what still runs is forgotten. */
  @Override
  public void close() {
    stopped = true;
    executor.shutdownNow();
  }
}
