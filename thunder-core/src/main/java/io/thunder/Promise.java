package io.thunder;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A caller's future. Either the client completes it, once, where the caller's own code may run; or
 * the caller gives it up, by cancelling it, by a timeout, or by completing it himself. Thread-safe.
 */
final class Promise<T> {

  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final Executor executor;

  /** Set before the client completes the future, so that this is not taken for giving it up. */
  private volatile boolean kept;

  Promise(Executor executor) {
    this.executor = executor;
  }

  CompletableFuture<T> future() {
    return future;
  }

  boolean isGivenUp() {
    return future.isDone() && !kept;
  }

  /** Has something done as soon as the caller gives the future up; at once if he has already. */
  void whenGivenUp(Runnable action) {
    CompletableFuture<T> unused = future.whenComplete((value, failure) -> {
      if (!kept) {
        action.run();
      }
    });
  }

  /** Completes the future, or does something else if the caller has given it up. */
  void succeed(@Nullable T value, Runnable otherwise) {
    kept = true;
    executor.execute(() -> {
      if (!future.complete(value)) {
        otherwise.run();
      }
    });
  }

  void fail(Throwable failure) {
    kept = true;
    executor.execute(() -> future.completeExceptionally(failure));
  }
}
