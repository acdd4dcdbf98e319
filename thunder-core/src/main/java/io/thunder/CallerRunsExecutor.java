package io.thunder;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands tasks to an executor. One that it does not take, because it was shut down or has no thread
 * left, runs on the thread that hands it over: no future may stay incomplete, and no engine may stop,
 * because of an executor. Each task runs once, whatever the executor does. Thread-safe.
 */
final class CallerRunsExecutor implements Executor {

  private static final Logger LOG = System.getLogger("io.thunder");

  private final Executor threads;

  CallerRunsExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    Once once = new Once(task);
    try {
      threads.execute(once);
    } catch (Throwable e) {
      once.run();
      if (!(e instanceof RejectedExecutionException)) {
        LOG.log(Level.WARNING, "an executor failed; its task has run on the caller's thread", e);
      }
    }
  }

  /** Threads of the client's own: virtual where the JDK has them, else daemons that end when idle. */
  static ExecutorService ownThreads() {
    try {
      return (ExecutorService) MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class))
          .invoke();
    } catch (Throwable notBefore21) {
      return Executors.newCachedThreadPool(task -> {
        Thread thread =
            new Thread(null, task, "thunder-callbacks", 0, /* inheritThreadLocals= */ false);
        thread.setDaemon(true);
        return thread;
      });
    }
  }

  /** A task that an executor may have kept before it failed. */
  private static final class Once implements Runnable {

    private final Runnable task;
    private final AtomicBoolean begun = new AtomicBoolean();

    Once(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        task.run();
      }
    }
  }
}
