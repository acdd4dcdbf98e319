package io.thunder;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A blocking call on a thread of its own. */
final class Calling<T> {

  final Thread thread;
  final CompletableFuture<T> result = new CompletableFuture<>();

  /** Whether the thread was interrupted when the call came back. */
  volatile boolean interruptedAfter;

  private Calling(Callable<T> call) {
    thread = new Thread(
        () -> {
          try {
            T value = call.call();
            interruptedAfter = Thread.currentThread().isInterrupted();
            result.complete(value);
          } catch (Throwable e) {
            interruptedAfter = Thread.currentThread().isInterrupted();
            result.completeExceptionally(e);
          }
        },
        "test-caller");
    thread.setDaemon(true);
  }

  static <T> Calling<T> start(Callable<T> call) {
    Calling<T> calling = new Calling<>(call);
    calling.thread.start();
    return calling;
  }

  T value() {
    return Await.value(result);
  }

  Throwable failure() {
    return Await.failure(result);
  }
}
