package io.thunder.examples.soak.agent;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Threads for callers that block; a bounded number. Thread-safe. */
public final class BlockingThreads implements AutoCloseable {

  private static final int KEEP_ALIVE_SECONDS = 5;

  private final ThreadPoolExecutor threads;

  /**
   * Creates threads as they are needed.
   *
   * @param max how many at most
   */
  public BlockingThreads(int max) {
    threads = new ThreadPoolExecutor(
        0, max, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
          Thread thread = new Thread(task, "soak-blocking");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Starts a call on a thread of its own; returns null if all threads are busy. */
  <T> @Nullable BlockingCall<T> start(Supplier<T> call) {
    BlockingCall<T> started = new BlockingCall<>(call);
    try {
      threads.execute(started);
      return started;
    } catch (RejectedExecutionException allBusy) {
      return null;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
