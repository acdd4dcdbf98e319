package io.thunder.examples.soak.agent;

import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The agents: a fixed number of places, each with one program at a time. Thread-safe. */
public final class Crowd {

  /** The first programs begin within so long, in seconds of the machine. */
  private static final double BEGIN_SECONDS = 2;

  private final World world;
  private final List<Agent> agents;
  private final AtomicInteger unfinished;
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;
  private volatile boolean holding;

  /**
   * Creates agents.
   *
   * @param world what they share
   * @param count how many
   * @param seed of their draws
   */
  public Crowd(World world, int count, long seed) {
    this.world = world;
    this.unfinished = new AtomicInteger(count);
    SplittableRandom random = new SplittableRandom(seed);
    this.agents = IntStream.range(0, count)
        .mapToObj(place -> new Agent(world, this, place, random.split()))
        .toList();
  }

  /** Has the agents begin, one after the other. */
  public void begin() {
    for (int i = 0; i < agents.size(); i++) {
      world.after(BEGIN_SECONDS * i / agents.size(), agents.get(i)::begin);
    }
  }

  /** Lets no turn begin, until {@link #goOn()}. */
  public void hold() {
    holding = true;
  }

  /** Lets turns begin again. */
  public void goOn() {
    holding = false;
    for (Runnable turn = held.poll(); turn != null; turn = held.poll()) {
      world.executor().execute(turn);
    }
  }

  /** Whether turns have to wait. */
  boolean isHolding() {
    return holding;
  }

  /** Begins a turn when turns may begin again. */
  void beginLater(Runnable turn) {
    held.add(turn);
    if (!holding) {
      goOn(); // it was let go before it stood in the queue
    }
  }

  /** Lets programs run to their end, without waiting for tools, and begins no more. */
  public void end() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  void finished() {
    unfinished.decrementAndGet();
  }

  /**
   * How many agents have not ended yet.
   *
   * @return 0 when all have
   */
  public int unfinished() {
    return unfinished.get();
  }

  /** Returns the id of some agent's program, which may have ended meanwhile. */
  String anyProgram(SplittableRandom random) {
    return agents.get(random.nextInt(agents.size())).programId();
  }
}
