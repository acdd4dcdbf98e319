package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import java.util.function.Consumer;

/** Callers that wait for room, always the same number of them. */
interface Waiters extends AutoCloseable {

  /** How many. */
  int count();

  /**
   * Lets all of them wait; whoever gets a lease reports it and does not wait again before {@link
   * #refill}.
   *
   * @param client whose backend is full
   * @param names of the programs that ask
   * @param demand what each asks for
   * @param arrivals takes each lease, on the caller's thread
   */
  void start(
      ThunderClient client, ProgramNames names, TurnDemand demand, Consumer<Arrival> arrivals);

  /** Lets the one that got the last lease wait again; returns once it does. */
  void refill();

  @Override
  void close();
}
