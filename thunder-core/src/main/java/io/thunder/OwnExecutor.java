package io.thunder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where the client runs its users' code: virtual threads where the JDK has them, else daemon threads
 * that end when idle. After closing, tasks run on the thread that hands them over, so that no future
 * stays incomplete.
 */
final class OwnExecutor implements Executor, AutoCloseable {

  private final ExecutorService threads = threads();

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException closed) {
      task.run();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  private static ExecutorService threads() {
    try {
      return (ExecutorService) MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class))
          .invoke();
    } catch (Throwable notBefore21) {
      return Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "thunder-callbacks");
        thread.setDaemon(true);
        return thread;
      });
    }
  }
}
