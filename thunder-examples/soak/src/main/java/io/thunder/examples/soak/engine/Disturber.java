package io.thunder.examples.soak.engine;

import io.thunder.ThunderClient;
import io.thunder.backend.BackendHealth;
import io.thunder.examples.soak.fault.FaultDice;
import io.thunder.examples.soak.fault.FaultGroup;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops engines and starts them again, and removes backends from the client and adds them again. On a
 * thread of its own; what it did is undone when it is closed.
 */
public final class Disturber implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 500;
  private static final long CLOSE_SECONDS = 60;

  /** Chances per engine and interval: each is down, and away, about every half minute. */
  private static final double BEGINS = .02;

  private static final double ENDS = .3;
  private static final double[] CAPACITY_FACTORS = {.5, .75, 1, 1.5};

  private final EngineFleet fleet;
  private final ThunderClient client;
  private final FaultDice dice;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "soak-disturber");
        created.setDaemon(true);
        return created;
      });

  private final List<FlakyEngine> stopped = new ArrayList<>();
  private final List<FlakyEngine> removed = new ArrayList<>();
  private @Nullable Future<?> disturbing;

  /**
   * Creates a disturber that does nothing yet.
   *
   * @param fleet the engines
   * @param client whose backends they are
   * @param dice decides when it acts
   */
  public Disturber(EngineFleet fleet, ThunderClient client, FaultDice dice) {
    this.fleet = fleet;
    this.client = client;
    this.dice = dice;
  }

  /** Starts. */
  public void begin() {
    disturbing = thread.scheduleWithFixedDelay(
        this::disturb, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void disturb() {
    stopped.removeIf(engine -> dice.uniform() < ENDS && isStarted(engine));
    removed.removeIf(engine -> dice.uniform() < ENDS && isAdded(engine));
    for (FlakyEngine engine : fleet.engines()) {
      if (!stopped.contains(engine) && dice.roll(FaultGroup.RESTARTS, "engine restarted", BEGINS)) {
        engine.stop();
        stopped.add(engine);
      }
      if (!removed.contains(engine)
          && dice.roll(FaultGroup.MEMBERSHIP, "backend removed", BEGINS)) {
        client.removeBackend(engine.backend().id());
        removed.add(engine);
      }
    }
  }

  private boolean isStarted(FlakyEngine engine) {
    try {
      int factor = (int) (dice.uniform() * CAPACITY_FACTORS.length);
      engine.restart(CAPACITY_FACTORS[factor]);
      return true;
    } catch (UncheckedIOException portInUse) {
      return false; // it is tried again
    }
  }

  /** Adds a backend; that has no effect while the removed one drains. */
  private boolean isAdded(FlakyEngine engine) {
    client.addBackend(engine.backend());
    return client.snapshot().backends().stream()
        .anyMatch(backend -> backend.id().equals(engine.backend().id())
            && backend.health() != BackendHealth.DRAINING);
  }

  private void undo() {
    stopped.removeIf(this::isStarted);
    removed.removeIf(this::isAdded);
    if (stopped.isEmpty() && removed.isEmpty()) {
      thread.shutdown();
    }
  }

  /** Undoes what it did, and waits for that. */
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    if (disturbing != null) {
      disturbing.cancel(false); // else there would always be something to undo
    }
    var unused =
        thread.scheduleWithFixedDelay(this::undo, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
