package io.thunder;

import io.thunder.concurrency.Interleavings;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Either the client keeps a promise, or its caller gives it up and the client hears of it. */
@Tag("concurrency")
final class PromiseInterleavingTest {

  /** A promise, and what the client hears of its caller. */
  public static class Kept {

    final Promise<String> promise = new Promise<>(Runnable::run);
    final AtomicInteger givenUp = new AtomicInteger();
    final AtomicInteger tooLate = new AtomicInteger();
    volatile boolean failing;

    /** Creates a promise that nobody watches. */
    public Kept() {}

    /** The client listens. */
    public void watch() {
      promise.whenGivenUp(givenUp::incrementAndGet);
    }

    /** The client keeps the promise. */
    public void succeed() {
      promise.succeed("value", tooLate::incrementAndGet);
    }

    /** The client fails. */
    public void fail() {
      failing = true;
      promise.fail(new IllegalStateException("drawn"));
    }

    /** The client looks. */
    public void look() {
      if (promise.isGivenUp()) {
        givenUp.incrementAndGet();
      }
    }

    /** Nobody gave up. */
    @Validate
    public void isKept() {
      if (!promise.future().isDone() || givenUp.get() + tooLate.get() > 0) {
        throw new AssertionError("not kept, or taken for given up");
      }
    }
  }

  /** A promise that the client watches and its caller may give up. */
  public static final class GivenUp extends Kept {

    /** Creates a promise that the client watches. */
    public GivenUp() {
      watch();
    }

    /** The caller gives up. */
    public void cancel() {
      promise.future().cancel(/* mayInterruptIfRunning= */ true);
    }

    /** The client hears of it if and only if the caller was first; if it fails, it need not. */
    @Override
    public void isKept() {
      boolean heard = givenUp.get() + tooLate.get() > 0;
      boolean cancelled = promise.future().isCancelled();
      if (heard ? !cancelled : cancelled && !failing) {
        throw new AssertionError(heard ? "kept, but taken for given up" : "given up unheard");
      }
    }
  }

  @Test
  void succeed_watchedMeanwhile_isNotTakenForGivingUp() {
    Interleavings.explore(Kept.class, "succeed", "watch", "look");
  }

  @Test
  void fail_watchedMeanwhile_isNotTakenForGivingUp() {
    Interleavings.explore(Kept.class, "fail", "watch", "look");
  }

  @Test
  void succeed_cancelledMeanwhile_isKeptOrTheClientHearsOfIt() {
    Interleavings.explore(GivenUp.class, "succeed", "cancel");
  }

  @Test
  void fail_cancelledMeanwhile_isFailedOrGivenUp() {
    Interleavings.explore(GivenUp.class, "fail", "cancel");
  }
}
