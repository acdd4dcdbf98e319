package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Callers that wait by future; each is told on the client's executor. */
final class WaitingFutures implements Waiters {

  private final int count;
  private Runnable join = () -> {};

  WaitingFutures(int count) {
    this.count = count;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void start(
      ThunderClient client, ProgramNames names, TurnDemand demand, Consumer<Arrival> arrivals) {
    join = () -> {
      CompletableFuture<Void> unused = client
          .admitAsync(names.next(), demand)
          .thenAccept(lease -> arrivals.accept(new Arrival(lease, System.nanoTime())));
    };
    for (int i = 0; i < count; i++) {
      join.run();
    }
  }

  @Override
  public void refill() {
    join.run();
  }

  @Override
  public void close() {}
}
