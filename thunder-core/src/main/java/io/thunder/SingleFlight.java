package io.thunder;

import io.thunder.program.ProgramId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers who ask for the same turn of a program at the same time share one answer. The turn is
 * given up when all of them have given it up; once it is answered it is forgotten. Thread-safe.
 */
final class SingleFlight<A> {

  private final Map<Key, Flight<A>> flights = new ConcurrentHashMap<>();

  private record Key(ProgramId program, String turn) {}

  /** A turn and those who wait for it, who are counted under the lock of its key. */
  private static final class Flight<A> {

    final CompletableFuture<A> landed = new CompletableFuture<>();
    int callers;
    volatile boolean abandoned;
  }

  /**
   * Joins a turn that runs, or begins it.
   *
   * @param begin begins it; what it returns is cancelled when nobody waits any more
   * @param tell where this caller's answer is completed
   * @return the answer to come, this caller's own
   */
  CompletableFuture<A> join(
      ProgramId program, String turn, Supplier<CompletableFuture<A>> begin, Executor tell) {
    Key key = new Key(program, turn);
    Flight<A> fresh = new Flight<>();
    Flight<A> flight =
        flights.compute(key, (same, flying) -> aboard(flying == null ? fresh : flying));
    CompletableFuture<A> answer = new CompletableFuture<>();
    CompletableFuture<A> unusedTold = flight.landed.whenComplete(
        (value, failure) -> tell.execute(() -> complete(answer, value, failure)));
    CompletableFuture<A> unusedLeft = answer.whenComplete((value, failure) -> leave(key, flight));
    if (isSame(flight, fresh)) {
      start(key, flight, begin);
    }
    return answer;
  }

  private static <A> Flight<A> aboard(Flight<A> flight) {
    flight.callers++;
    return flight;
  }

  private void start(Key key, Flight<A> flight, Supplier<CompletableFuture<A>> begin) {
    CompletableFuture<A> turn;
    try {
      turn = begin.get();
    } catch (RuntimeException | Error e) { // or its callers would wait for ever
      turn = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<A> running = turn;
    CompletableFuture<A> unusedEnd = running.whenComplete((value, failure) -> {
      complete(flight.landed, value, failure);
      flights.remove(key, flight);
    });
    CompletableFuture<A> unusedEnded = flight.landed.whenComplete((value, failure) -> {
      if (flight.abandoned) {
        running.cancel(true);
      }
    });
  }

  /** The last one who leaves before the answer is there gives the turn up. */
  private void leave(Key key, Flight<A> flight) {
    flights.computeIfPresent(key, (same, flying) -> {
      if (!isSame(flying, flight) || --flying.callers > 0) {
        return flying;
      }
      flight.abandoned = !flight.landed.isDone();
      return null;
    });
    if (flight.abandoned) {
      flight.landed.cancel(true);
    }
  }

  private static <A> void complete(
      CompletableFuture<A> future, @Nullable A value, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(Failures.unwrapped(failure));
    }
  }

  @SuppressWarnings("ReferenceEquality") // whose flight it is
  private static boolean isSame(Flight<?> one, Flight<?> other) {
    return one == other;
  }

  /** How many turns are asked for now. */
  int size() {
    return flights.size();
  }
}
