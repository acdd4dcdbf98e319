package io.thunder;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A blocking call on a thread of its own. */
final class Calling<T> {

  final Thread thread;
  final CompletableFuture<T> result = new CompletableFuture<>();

  /** Whether the thread was interrupted when the call came back. */
  volatile boolean interruptedAfter;

  private Calling(Callable<T> call, Function<Runnable, Thread> threads) {
    thread = threads.apply(() -> run(call));
  }

  private void run(Callable<T> call) {
    try {
      T value = call.call();
      interruptedAfter = Thread.currentThread().isInterrupted();
      result.complete(value);
    } catch (Throwable e) {
      interruptedAfter = Thread.currentThread().isInterrupted();
      result.completeExceptionally(e);
    }
  }

  static <T> Calling<T> start(Callable<T> call) {
    return start(call, Calling::platformThread);
  }

  /** On a virtual thread, where the JDK has them. */
  static <T> Calling<T> startVirtual(Callable<T> call) {
    return start(call, VirtualThreads.EXIST ? VirtualThreads::unstarted : Calling::platformThread);
  }

  private static <T> Calling<T> start(Callable<T> call, Function<Runnable, Thread> threads) {
    Calling<T> calling = new Calling<>(call, threads);
    calling.thread.start();
    return calling;
  }

  private static Thread platformThread(Runnable task) {
    Thread thread = new Thread(task, "test-caller");
    thread.setDaemon(true);
    return thread;
  }

  T value() {
    return Await.value(result);
  }

  Throwable failure() {
    return Await.failure(result);
  }
}
