package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.error.ThunderException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Callers that wait by blocking a thread each. */
final class WaitingThreads implements Waiters {

  private static final long LOOK_NANOS = 50_000;

  private final int count;
  private final ProgramNames names = new ProgramNames();
  private final List<Thread> threads = new ArrayList<>();

  WaitingThreads(int count) {
    this.count = count;
  }

  @Override
  public void start(ThunderClient client, TurnDemand demand, Consumer<Arrival> arrivals) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(() -> takeTurns(client, demand, arrivals), "waiter-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    refill();
  }

  private void takeTurns(ThunderClient client, TurnDemand demand, Consumer<Arrival> arrivals) {
    try {
      while (true) {
        TurnLease lease = client.admit(names.next(), demand);
        arrivals.accept(new Arrival(lease, System.nanoTime()));
      }
    } catch (ThunderException closed) {
      // The benchmark is over.
    }
  }

  /** A thread that has got its lease goes on by itself; all of them are parked in the end. */
  @Override
  public void refill() {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
