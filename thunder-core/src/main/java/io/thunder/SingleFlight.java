package io.thunder;

import io.thunder.program.ProgramId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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

  /** A turn, and those who wait for it, in order; they come and go under the lock of the key. */
  private static final class Flight<A> {

    final Set<Passenger<A>> passengers = new LinkedHashSet<>();
    final CompletableFuture<Void> abandoned = new CompletableFuture<>();
  }

  /** One who waits; no record, since each is only equal to itself. */
  private static final class Passenger<A> {

    final CompletableFuture<A> answer = new CompletableFuture<>();
    final Executor tell;

    Passenger(Executor tell) {
      this.tell = tell;
    }

    void tell(@Nullable A value, @Nullable Throwable failure) {
      try {
        tell.execute(() -> complete(value, failure));
      } catch (Throwable e) { // others wait, too
        complete(value, failure);
      }
    }

    private void complete(@Nullable A value, @Nullable Throwable failure) {
      if (failure == null) {
        answer.complete(value);
      } else {
        answer.completeExceptionally(Failures.unwrapped(failure));
      }
    }
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
    Passenger<A> passenger = new Passenger<>(tell);
    Flight<A> fresh = new Flight<>();
    Flight<A> flight = flights.compute(key, (same, flying) -> {
      Flight<A> joined = flying == null ? fresh : flying;
      joined.passengers.add(passenger);
      return joined;
    });
    CompletableFuture<A> unusedLeft =
        passenger.answer.whenComplete((value, failure) -> leave(key, flight, passenger));
    if (isSame(flight, fresh)) {
      start(key, flight, begin);
    }
    return passenger.answer;
  }

  private void start(Key key, Flight<A> flight, Supplier<CompletableFuture<A>> begin) {
    CompletableFuture<A> turn;
    try {
      turn = begin.get();
    } catch (Throwable e) { // or its callers would wait for ever
      turn = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<A> running = turn;
    CompletableFuture<A> unusedEnd =
        running.whenComplete((value, failure) -> land(key, flight, value, failure));
    CompletableFuture<Void> unusedEnded =
        flight.abandoned.thenRun(() -> running.cancel(/* mayInterruptIfRunning= */ true));
  }

  /** Nobody joins or leaves once the flight is forgotten. */
  private void land(Key key, Flight<A> flight, @Nullable A value, @Nullable Throwable failure) {
    flights.remove(key, flight);
    flight.passengers.forEach(passenger -> passenger.tell(value, failure));
  }

  /** The last one who leaves before the answer is there gives the turn up. */
  private void leave(Key key, Flight<A> flight, Passenger<A> passenger) {
    Flight<A> left = flights.computeIfPresent(key, (same, flying) -> {
      if (isSame(flying, flight)) {
        flying.passengers.remove(passenger);
      }
      return flying.passengers.isEmpty() ? null : flying;
    });
    if (left == null && flight.passengers.isEmpty()) {
      flight.abandoned.complete(null);
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
