package io.thunder.okhttp.internal;

import io.thunder.concurrency.Interleavings;
import io.thunder.error.ClientClosedException;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A turn that begins while it is cancelled, and while all of them are closed. */
@Tag("concurrency")
final class TurnsInFlightInterleavingTest {

  /** One turn, on a transport that may close. */
  public static class Beginning {

    private final TurnsInFlight turns = new TurnsInFlight();
    private final Turn turn = Turns.create();
    private volatile boolean refused;
    private volatile boolean cancelled;
    private volatile boolean closed;

    /** Creates a turn that has not begun. */
    public Beginning() {}

    /** The turn begins. */
    public void begin() {
      try {
        turns.begin(turn);
      } catch (ClientClosedException e) {
        refused = true;
      }
    }

    /** The caller gives it up. */
    public void cancel() {
      turn.signal().cancel();
      cancelled = true;
    }

    /** The transport closes. */
    public void close() {
      turns.close();
      closed = true;
    }

    /** No call goes on that nobody wants, and one that was refused is not kept. */
    @Validate
    public void isStopped() {
      if ((cancelled || closed) && !refused && !turn.call().isCanceled()) {
        throw new AssertionError("the call goes on");
      }
      if (refused && (!closed || !turns.isEmpty())) {
        throw new AssertionError("refused for no reason, or kept");
      }
    }
  }

  /** What a first URL loads does not load under Lincheck. */
  @BeforeAll
  static void load() {
    Turns.create();
  }

  @Test
  void begin_whileCancelledAndClosed_isRefusedOrCancelled() {
    Interleavings.explore(Beginning.class, "begin", "cancel", "close");
  }
}
