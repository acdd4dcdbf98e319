package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells a scheduler the metrics of the laboratory's engines, as old as the run's condition says, or
 * nothing at all. Turns do not go through here.
 */
final class EngineProbes implements Transport {

  private final LabWorld world;
  private final ToIntFunction<Backend> engineOf;
  private final boolean tells;
  private final Map<Integer, Deque<Aged>> readings = new HashMap<>();

  /**
   * Creates a transport.
   *
   * @param world the laboratory
   * @param engineOf which engine a backend is
   * @param tells whether engines show anything at all but that they are up
   */
  EngineProbes(LabWorld world, ToIntFunction<Backend> engineOf, boolean tells) {
    this.world = world;
    this.engineOf = engineOf;
    this.tells = tells;
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    int engine = engineOf.applyAsInt(backend);
    Deque<Aged> known = readings.computeIfAbsent(engine, key -> new ArrayDeque<>());
    known.addLast(new Aged(world.time().nanoTime(), now(engine)));
    return CompletableFuture.completedFuture(old(known));
  }

  private BackendReading now(int engine) {
    EngineStats stats = world.engines().get(engine).stats();
    return new BackendReading(
        null,
        world.scenario().preset().blockSize(),
        stats.kvCacheUsage(),
        (long) stats.running(),
        (long) stats.waiting(),
        stats.prefixCacheQueries(),
        stats.prefixCacheHits(),
        stats.preemptions());
  }

  /** The youngest reading that is old enough; nothing as long as there is none. */
  private BackendReading old(Deque<Aged> known) {
    if (!tells || world.condition().metricsAge() == null) {
      return BackendReading.EMPTY;
    }
    long until = world.time().nanoTime() - world.condition().metricsAge().toNanos();
    @Nullable Aged found = null;
    while (!known.isEmpty() && known.getFirst().atNanos <= until) {
      found = known.removeFirst();
    }
    if (found == null) {
      return BackendReading.EMPTY;
    }
    known.addFirst(found);
    return found.reading;
  }

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException("turns are leased");
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException("turns are leased");
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException("turns are leased");
  }

  @Override
  public void close() {
    readings.clear();
  }

  private record Aged(long atNanos, BackendReading reading) {}
}
