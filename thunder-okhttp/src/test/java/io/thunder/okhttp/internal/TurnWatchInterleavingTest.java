package io.thunder.okhttp.internal;

import io.thunder.concurrency.Interleavings;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A turn that begins while the thread that would watch it is about to end. */
@Tag("concurrency")
final class TurnWatchInterleavingTest {

  /** A watch whose thread has been idle for nearly too long. */
  public static class Idle {

    /** Few: Lincheck takes long loops for threads that wait for others. */
    private static final int IDLE_SCANS_MAX = 1;

    private static final String GOES_ON = "goes on";

    private final TurnsInFlight turns = new TurnsInFlight();
    private final TurnWatch watch = new TurnWatch(
        turns, new Patience(Turns.SETTINGS), () -> 0, this::started, this::pause, IDLE_SCANS_MAX);
    private final Turn turn = Turns.create();

    private volatile Runnable thread = () -> {};
    private volatile int threads;
    private volatile int threadsEnded;
    private int pauses;

    /** Creates a watch with a thread that does not run yet. */
    public Idle() {
      watch.watch();
    }

    private synchronized void started(Runnable work) {
      threads++;
      if (threads == 1) {
        thread = work;
      }
    }

    private void pause() {
      pauses++;
      if (pauses > IDLE_SCANS_MAX + 1) {
        throw new IllegalStateException(GOES_ON);
      }
    }

    /** The thread looks, and ends. */
    public void idle() {
      try {
        thread.run();
        threadsEnded = 1;
      } catch (IllegalStateException e) {
        if (!GOES_ON.equals(e.getMessage())) {
          throw e;
        }
      }
    }

    /** A turn begins. */
    public void begin() {
      turns.begin(turn);
      watch.watch();
    }

    /** Exactly one thread watches the turn. */
    @Validate
    public void isWatched() {
      if (threads - threadsEnded != 1) {
        throw new AssertionError(threads + " started, " + threadsEnded + " ended");
      }
    }
  }

  /** What a first URL loads does not load under Lincheck. */
  @BeforeAll
  static void load() {
    Turns.create();
  }

  @Test
  void watch_whileItsThreadEnds_oneThreadWatches() {
    Interleavings.explore(Idle.class, "idle", "begin");
  }
}
