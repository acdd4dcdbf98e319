package io.thunder;

import io.thunder.backend.BackendId;
import io.thunder.error.BackendFailedException;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures by which a backend says that it has too much to do from others. */
final class Overload {

  /** After these statuses nothing was generated, and another backend may do better. */
  private static final Set<Integer> STATUSES = Set.of(429, 502, 503, 504);

  /** Far beyond any rest, and no overflow in nanoseconds. */
  private static final Duration REST_MAX = Duration.ofHours(1);

  private Overload() {}

  static boolean is(Throwable failure) {
    return failure instanceof BackendFailedException failed && STATUSES.contains(failed.status());
  }

  /**
   * Lets a backend rest if its failure says so; before the turn's end gives room to others.
   *
   * @param before which backend had failed the turn before, if any
   */
  static void report(
      EngineLoop loop, BackendId backend, Throwable failure, @Nullable BackendId before) {
    if (failure instanceof BackendFailedException failed && is(failed)) {
      Duration asked = failed.retryAfter();
      long nanos = asked == null || asked.isNegative()
          ? 0
          : (asked.compareTo(REST_MAX) > 0 ? REST_MAX : asked).toNanos();
      loop.submit(new Command.BackendOverloaded(
          backend, String.valueOf(failed.getMessage()), nanos, before));
    }
  }
}
