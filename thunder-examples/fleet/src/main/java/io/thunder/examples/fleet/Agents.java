package io.thunder.examples.fleet;

import io.thunder.ThunderClient;
import io.thunder.TimeSource;
import io.thunder.examples.replay.run.ProgramSupply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Keeps so many programs in flight, until enough have begun. Thread-safe. */
final class Agents implements AutoCloseable {

  private static final int THREADS = 2;

  private final ThunderClient client;
  private final TimeSource time;
  private final AttemptLog log;
  private final ProgramSupply supply;
  private final long textSalt;
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
    Thread thread = new Thread(task, "fleet-agents");
    thread.setDaemon(true);
    return thread;
  });

  private int limit;
  private int begun;
  private int ended;
  private int finished;

  Agents(
      ThunderClient client, TimeSource time, AttemptLog log, ProgramSupply supply, long textSalt) {
    this.client = client;
    this.time = time;
    this.log = log;
    this.supply = supply;
    this.textSalt = textSalt;
  }

  /** Begins programs in the middle of their lives; each that ends is replaced, up to a limit. */
  synchronized void begin(int programs, int limitOfAll) {
    limit = limitOfAll;
    begun = programs;
    supply.first(programs).forEach(this::run);
  }

  /** Replaces none any more; returns how many have begun. */
  synchronized int windDown() {
    limit = begun;
    return begun;
  }

  /** Completes when every program has ended. */
  CompletableFuture<Void> allEnded() {
    return allEnded;
  }

  /** Returns how many programs had all their turns answered. */
  synchronized int finished() {
    return finished;
  }

  /** Returns why the others did not, and how many. */
  synchronized Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }

  private void run(ProgramSupply.Start start) {
    Agent agent = new Agent(client, time, executor, log, start, textSalt);
    var unused = agent.run().whenComplete((done, failure) -> ended(failure));
  }

  private synchronized void ended(@Nullable Throwable failure) {
    ended++;
    if (failure == null) {
      finished++;
    } else {
      failures.merge(String.valueOf(failure.getMessage()), 1, Integer::sum);
    }
    if (begun < limit) {
      begun++;
      run(supply.next());
    } else if (ended == begun) {
      allEnded.complete(null);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
