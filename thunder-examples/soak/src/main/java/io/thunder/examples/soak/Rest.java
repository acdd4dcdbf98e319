package io.thunder.examples.soak;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.soak.agent.Crowd;
import io.thunder.examples.soak.agent.World;
import io.thunder.examples.soak.check.Footprint;
import io.thunder.examples.soak.check.Timings;
import io.thunder.examples.soak.engine.EngineFleet;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A rest, in which all goes that comes and goes with turns: no turn begins, those in flight end,
 * engines stop, connections are closed, threads end, programs expire. What the heap holds then does
 * not depend on the load, so that what it holds more from rest to rest has leaked.
 *
 * <p>Besides the client and its transport there are left only the agents, which forget their prompts.
 * Used by one thread, once.
 */
final class Rest {

  /** Two collections agree if they leave the same but for this share: cleaners need a moment. */
  private static final double AGREEMENT = .001;

  private final World world;
  private final Crowd crowd;
  private final EngineFleet fleet;
  private final Timings timings;
  private final StopSignal stop;

  /** Looks at the client. */
  private final Runnable look;

  private long heapBytes;

  Rest(
      World world,
      Crowd crowd,
      EngineFleet fleet,
      Timings timings,
      StopSignal stop,
      Runnable look) {
    this.world = world;
    this.crowd = crowd;
    this.fleet = fleet;
    this.timings = timings;
    this.stop = stop;
    this.look = look;
  }

  /**
   * Brings everything to rest, where it stays; returns what the heap holds then, in bytes. Engines
   * and the crowd have to be told to go on.
   */
  long measureHeap() {
    crowd.hold();
    await(timings.hung(), () -> world.watch().open() == 0);
    fleet.stop();
    collect(); // leases that were lost keep programs busy until they are found
    await(timings.quiet(), () -> false);
    await(timings.slack(), this::isSettled);
    return heapBytes;
  }

  private void await(Duration atMost, BooleanSupplier holds) {
    Waiting.until(stop, atMost, () -> {
      look.run();
      return holds.getAsBoolean();
    });
  }

  private boolean isSettled() {
    long before = heapBytes;
    collect();
    return Math.abs(heapBytes - before) <= AGREEMENT * before;
  }

  private void collect() {
    heapBytes = Footprint.heapAfterCollection();
    world.roster().collected();
  }
}
