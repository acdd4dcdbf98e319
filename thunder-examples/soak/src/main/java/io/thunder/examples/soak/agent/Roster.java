package io.thunder.examples.soak.agent;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Knows which programs belong to an agent, and which were abandoned: never released, so that they
 * have to expire. Thread-safe.
 */
public final class Roster {

  private static final Entry OWNED = new Entry(false, false, 0);

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Entry> programs = new ConcurrentHashMap<>();

  /**
   * Creates a roster without programs.
   *
   * @param nanoTime the machine's clock
   */
  public Roster(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * @param abandoned whether nobody owns the program any more
   * @param leaseLost whether a lease keeps it busy until the garbage collector finds it
   * @param sinceNanos since when it could be idle
   */
  private record Entry(boolean abandoned, boolean leaseLost, long sinceNanos) {}

  /**
   * Notes that a program has an owner.
   *
   * @param program its id
   */
  public void own(String program) {
    programs.put(program, OWNED);
  }

  /**
   * Notes that a program was released.
   *
   * @param program its id
   */
  public void released(String program) {
    programs.remove(program);
  }

  /**
   * Notes that a program is left to expire.
   *
   * @param program its id
   * @param leaseLost whether one of its leases was lost
   */
  public void abandoned(String program, boolean leaseLost) {
    programs.put(program, new Entry(true, leaseLost, nanoTime.getAsLong()));
  }

  /** Notes that the garbage collector has run, so that lost leases are found from now on. */
  public void collected() {
    long now = nanoTime.getAsLong();
    programs.replaceAll(
        (program, entry) -> entry.leaseLost() ? new Entry(true, false, now) : entry);
  }

  /**
   * Forgets programs that were abandoned and have expired.
   *
   * @param program its id
   */
  public void expired(String program) {
    programs.computeIfPresent(program, (id, entry) -> entry.abandoned() ? null : entry);
  }

  /**
   * Whether an agent owns a program.
   *
   * @param program its id
   * @return true if one does
   */
  public boolean isOwned(String program) {
    return OWNED.equals(programs.get(program));
  }

  /**
   * For how long a program has been left alone.
   *
   * @param program its id
   * @return nanoseconds, 0 if a lost lease may keep it busy; empty if it was not abandoned
   */
  public Optional<Long> abandonedFor(String program) {
    Entry entry = programs.get(program);
    if (entry == null || !entry.abandoned()) {
      return Optional.empty();
    }
    return Optional.of(entry.leaseLost() ? 0 : nanoTime.getAsLong() - entry.sinceNanos());
  }

  /**
   * How many programs are known.
   *
   * @return owned and abandoned ones
   */
  public int size() {
    return programs.size();
  }
}
