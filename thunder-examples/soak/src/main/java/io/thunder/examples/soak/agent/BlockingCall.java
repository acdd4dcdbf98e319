package io.thunder.examples.soak.agent;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that holds a thread, which may be interrupted. Thread-safe. */
final class BlockingCall<T> implements Runnable {

  private final Supplier<T> call;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private @Nullable Thread thread;

  BlockingCall(Supplier<T> call) {
    this.call = call;
  }

  CompletableFuture<T> outcome() {
    return outcome;
  }

  @Override
  public void run() {
    enter(Thread.currentThread());
    T value = null;
    Throwable failure = null;
    try {
      value = call.get();
    } catch (Throwable e) { // whatever it is, the turn has an outcome
      failure = e;
    }
    enter(null);
    boolean unused = Thread.interrupted(); // the thread goes on to other calls
    if (failure == null) {
      outcome.complete(value);
    } else {
      outcome.completeExceptionally(failure);
    }
  }

  private synchronized void enter(@Nullable Thread current) {
    thread = current;
  }

  /** Interrupts the thread while it is in the call. */
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
