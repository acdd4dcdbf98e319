package io.thunder.transport;

import io.thunder.concurrency.Interleavings;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who cancels, and who sets what cancelling does. */
@Tag("concurrency")
final class CancelSignalInterleavingTest {

  /** A signal; each operation returns the hook that it ran, so that one lost or run twice shows. */
  public static final class Signal {

    private final CancelSignal signal = new CancelSignal();
    private final ThreadLocal<Integer> ran = ThreadLocal.withInitial(() -> 0);

    /** Creates a signal that is not cancelled. */
    public Signal() {}

    /** Cancels. */
    @Operation
    public int cancel() {
      ran.set(0);
      signal.cancel();
      return ran.get();
    }

    /** Sets a hook. */
    @Operation
    public int onCancel(@Param(gen = IntGen.class, conf = "1:4") int hook) {
      ran.set(0);
      signal.onCancel(() -> ran.set(10 * ran.get() + hook));
      return ran.get();
    }

    /** Looks. */
    @Operation
    public boolean isCancelled() {
      return signal.isCancelled();
    }
  }

  @Test
  void cancelAndOnCancel_anyInterleaving_runEachHookOnce() {
    Interleavings.checkLinearizable(Signal.class, 5);
  }
}
