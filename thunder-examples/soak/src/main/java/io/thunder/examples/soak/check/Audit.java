package io.thunder.examples.soak.check;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.examples.soak.agent.Roster;
import io.thunder.examples.soak.agent.TurnWatch;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Looks at a client now and then: do its books agree, does every turn have an outcome in time, does
 * every program belong to somebody. Keeps what it finds. Used by one thread.
 */
public final class Audit {

  private static final int KEPT_MAX = 20;

  private final ThunderClient client;
  private final TurnWatch watch;
  private final Timings timings;
  private final Ownership ownership;
  private final SortedSet<String> drift = new TreeSet<>();
  private long checks;
  private long driftingChecks;
  private int hungMax;
  private long oldestNanosMax;

  /**
   * Creates an audit that has found nothing.
   *
   * @param client to look at
   * @param watch knows open turns
   * @param roster knows the programs' owners
   * @param timings says what is too long
   * @param nanoTime the machine's clock
   */
  public Audit(
      ThunderClient client,
      TurnWatch watch,
      Roster roster,
      Timings timings,
      LongSupplier nanoTime) {
    this.client = client;
    this.watch = watch;
    this.timings = timings;
    this.ownership = new Ownership(roster, timings.leaked().toNanos(), nanoTime);
  }

  /**
   * Looks.
   *
   * @return the picture that it looked at
   */
  public ThunderSnapshot check() {
    checks++;
    List<String> findings = client.selfCheck();
    driftingChecks += findings.isEmpty() ? 0 : 1;
    if (drift.size() < KEPT_MAX) {
      drift.addAll(findings);
    }
    hungMax = Math.max(hungMax, watch.openFor(timings.hung().toNanos()));
    oldestNanosMax = Math.max(oldestNanosMax, watch.oldestNanos());
    ThunderSnapshot snapshot = client.snapshot();
    ownership.check(
        snapshot.programs().stream().map(program -> program.id().value()).toList());
    return snapshot;
  }

  /**
   * How often it looked.
   *
   * @return the number
   */
  public long checks() {
    return checks;
  }

  /**
   * For how long a turn was seen without an outcome at most.
   *
   * @return seconds
   */
  public double oldestSecondsMax() {
    return oldestNanosMax / 1e9;
  }

  /**
   * How many programs outlived their release, until they expired.
   *
   * @return the number
   */
  public int strays() {
    return ownership.strays();
  }

  /**
   * What it found.
   *
   * @return one verdict per question
   */
  public List<Verdict> verdicts() {
    return List.of(
        Verdict.none("hung turns", hungMax),
        Verdict.none(
            "leaked programs",
            ownership.leaked().size(),
            ownership.leaked().stream().findFirst().orElse("")),
        Verdict.none(
            "checks of " + checks + " with ledger drift",
            driftingChecks,
            drift.isEmpty() ? "" : drift.first()));
  }
}
