package io.thunder.examples.soak.fault;

import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether something goes wrong, until it is told to stop. The draws follow from the seed; who
 * gets which depends on the order in which threads ask. Thread-safe.
 */
public final class FaultDice implements FaultSource {

  private final SplittableRandom random;
  private final Set<FaultGroup> groups;
  private final Tally tally;
  private volatile boolean stopped;

  /**
   * Creates dice.
   *
   * @param seed of the draws
   * @param groups what may happen
   * @param tally counts what happens
   */
  public FaultDice(long seed, Set<FaultGroup> groups, Tally tally) {
    this.random = new SplittableRandom(seed);
    this.groups = Set.copyOf(groups);
    this.tally = tally;
  }

  /** Lets nothing go wrong any more. */
  public void stop() {
    stopped = true;
  }

  /**
   * Whether faults of a group happen at present.
   *
   * @param group which
   * @return false if it is not wanted, or the faults have stopped
   */
  public boolean allows(FaultGroup group) {
    return !stopped && groups.contains(group);
  }

  /** Draws a fault, and counts it. */
  @Override
  public @Nullable Fault draw(FaultGroup group) {
    if (!allows(group)) {
      return null;
    }
    double left = uniform();
    for (Fault fault : Fault.values()) {
      if (fault.group() == group) {
        left -= fault.share();
        if (left < 0) {
          tally.count(fault.label());
          return fault;
        }
      }
    }
    return null;
  }

  /**
   * Whether a fault without a {@link Fault} happens.
   *
   * @param group of which group
   * @param name of the fault
   * @param share how often
   * @return true if it does; counted then
   */
  public boolean roll(FaultGroup group, String name, double share) {
    boolean happens = allows(group) && uniform() < share;
    if (happens) {
      tally.count(name);
    }
    return happens;
  }

  @Override
  public synchronized double uniform() {
    return random.nextDouble();
  }
}
