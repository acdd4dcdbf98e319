package io.thunder;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for other threads, bounded, so that a lost wake-up fails a test instead of hanging it. */
final class Await {

  /** Far more than any test needs; reached only if something is broken. */
  static final Duration BOUND = Duration.ofMinutes(3);

  private static final long ROUND_NANOS = 10_000_000;
  private static final long ROUNDS_MAX = BOUND.toNanos() / ROUND_NANOS;

  private static final int COLLECTIONS_MAX = 100;

  private Await() {}

  static void until(BooleanSupplier condition, String what) {
    for (int round = 0; !condition.getAsBoolean(); round++) {
      if (round == ROUNDS_MAX) {
        throw new AssertionError("never happened: " + what);
      }
      LockSupport.parkNanos(ROUND_NANOS);
    }
  }

  /** What nobody refers to any more, the garbage collector finds. */
  static void collected(WeakReference<?> reference) {
    for (int i = 0; reference.get() != null; i++) {
      if (i == COLLECTIONS_MAX) {
        throw new AssertionError("still referred to: " + reference.get());
      }
      System.gc();
      Thread.onSpinWait();
    }
  }

  static void ended(Thread thread) {
    until(() -> !thread.isAlive(), "end of " + thread.getName());
  }

  /** A thread parked inside the client, such as one that waits for its turn to be admitted. */
  static void parked(Thread thread) {
    until(
        () -> thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING,
        "parking of " + thread.getName());
  }

  static <T> T value(CompletableFuture<T> future) {
    try {
      return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      throw new AssertionError("the future has no value", e);
    }
  }

  /** What a future fails with. */
  static Throwable failure(CompletableFuture<?> future) {
    try {
      Object value = future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError("expected a failure, got " + value);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the future neither failed nor succeeded", e);
    }
  }
}
