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

  /** Ten thousand of them must find room. */
  private static final long STACK_BYTES = 128 * 1024;

  private final int count;
  private final List<Thread> threads = new ArrayList<>();

  /** Who got the last lease. */
  private volatile Thread served = Thread.currentThread();

  WaitingThreads(int count) {
    this.count = count;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void start(
      ThunderClient client, ProgramNames names, TurnDemand demand, Consumer<Arrival> arrivals) {
    for (int i = 0; i < count; i++) {
      Runnable work = () -> takeTurns(client, names, demand, arrivals);
      Thread thread = new Thread(null, work, "waiter-" + i, STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    threads.forEach(WaitingThreads::awaitParked);
  }

  private void takeTurns(
      ThunderClient client, ProgramNames names, TurnDemand demand, Consumer<Arrival> arrivals) {
    try {
      while (true) {
        TurnLease lease = client.admit(names.next(), demand);
        long atNanos = System.nanoTime();
        served = Thread.currentThread();
        arrivals.accept(new Arrival(lease, atNanos));
      }
    } catch (ThunderException closed) {
      // The benchmark is over.
    }
  }

  /** A thread that has got its lease goes on by itself, and parks in the end. */
  @Override
  public void refill() {
    awaitParked(served);
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
