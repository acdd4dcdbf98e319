package io.thunder.transport;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells a transport that nobody waits for a turn any more. Thread-safe; cancelling is final and
 * idempotent.
 */
public final class CancelSignal {

  /** The hook of a signal that was cancelled; one object, because it is compared by identity. */
  private static final Runnable CANCELLED = Cancelled.NOTHING_LEFT_TO_DO;

  private final AtomicReference<Runnable> hook = new AtomicReference<>();

  /** Creates a signal that is not cancelled. */
  public CancelSignal() {}

  /** Cancels: runs the hook, on this thread, or lets the next hook run when it is set. */
  public void cancel() {
    Runnable action = hook.getAndSet(CANCELLED);
    if (action != null) {
      action.run();
    }
  }

  /**
   * Sets what cancelling does, replacing an earlier hook; runs it at once if already cancelled.
   *
   * @param action how the transport stops the turn; must be fast and must not throw
   */
  public void onCancel(Runnable action) {
    Runnable seen = hook.get();
    while (!CANCELLED.equals(seen) && !hook.compareAndSet(seen, action)) {
      seen = hook.get();
    }
    if (CANCELLED.equals(seen)) {
      action.run();
    }
  }

  /**
   * Whether the turn was cancelled.
   *
   * @return true once {@link #cancel()} was called
   */
  public boolean isCancelled() {
    return CANCELLED.equals(hook.get());
  }

  private enum Cancelled implements Runnable {
    NOTHING_LEFT_TO_DO;

    @Override
    public void run() {}
  }
}
