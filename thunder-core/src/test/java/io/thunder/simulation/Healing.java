package io.thunder.simulation;

import io.thunder.TurnDemand;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.LeaseExpiredException;
import io.thunder.error.ProgramTooLargeException;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What must follow when faults stop: backends answer within {@link Plan#ANSWER_MAX}, whoever holds a
 * lease ends it within that time too, and nobody begins a turn. Where leases time out soon, some that
 * are held and all answers that were lost are left to that.
 *
 * <p>Then every turn has its outcome within
 *
 * <pre>{@code
 * clock + lease + timer + probe + rest + 2 x probeInterval + 2 x sourceInterval + arrivalOrderFor
 *     + reservationAfter + (turns + programs + 1) x (answer + 2 x tick)
 * }</pre>
 *
 * where {@code clock} is what the client's clock has jumped back and must make good, {@code lease} is
 * the {@code leaseTimeout} if it is short, {@code timer}
 * and {@code probe} are the longest that a timer may still be late and a probe on its way,
 * {@code rest} is for how long a backend may be left alone that asked for it, and {@code tick} is how
 * often the client looks at the time. It is the time in which the turns that wait are served one
 * after the other, each alone on all backends, after the last of them is due for a reservation; a
 * shorter {@code admissionTimeout} may refuse them earlier.
 *
 * <p>After that one small turn of every program must be served within the same bound, without what is
 * for probes, rest and leases since all is well, then a large
 * one although small ones keep coming; and when all programs are released nothing of them may be
 * left.
 */
final class Healing {

  /** For what a probe may take, and be taken for lost after. */
  private static final long PROBE_MAX = 40 * Plan.SECOND;

  /** For how long a backend may have asked to be left alone just before. */
  static final long REST_MAX = 60 * Plan.SECOND;

  private static final long TICK_MAX = Plan.SECOND;

  private final World world;
  private final Callers callers;
  private final Audit audit;
  private int steps;

  Healing(World world, Callers callers, Audit audit) {
    this.world = world;
    this.callers = callers;
    this.audit = audit;
  }

  void run() {
    if (!world.closed) {
      long bound = bound(world.open.size());
      restore();
      until("the open turns", bound, () -> world.open.isEmpty() && world.leases.isEmpty());
      until("the backends", bound, audit::isWell);
      world.wellAt(world.time.now());
      serveAll();
      serveLarge();
      releaseAll();
      audit.checkEmpty();
      world.closed = true;
      world.client.close();
    }
    drain();
    afterClose();
  }

  private long bound(int turns) {
    Duration source = world.plan.sourceInterval;
    long sourceInterval = source == null ? 0 : source.toNanos();
    return boundOnceWell(turns)
        + (world.plan.reclaimsSoon() ? world.plan.leaseTimeout.toNanos() : 0)
        + PROBE_MAX
        + REST_MAX
        + 2 * world.plan.probeInterval.toNanos()
        + 2 * sourceInterval;
  }

  private long boundOnceWell(int turns) {
    Duration tick = world.plan.policy.tick();
    long ticks = 2 * Math.max(TICK_MAX, tick.toNanos());
    return world.time.behind()
        + World.TIMER_LATENESS_MAX
        + world.plan.policy.arrivalOrderFor().toNanos()
        + world.plan.policy.reservationAfter().toNanos()
        + (turns + world.programs.length + 1) * (Plan.ANSWER_MAX + ticks);
  }

  private void restore() {
    for (SimBackend backend : world.backends) {
      backend.metrics = SimBackend.Metrics.TRUE;
      backend.recover();
      backend.join();
    }
    for (SimTurn turn : new ArrayList<>(world.leases)) {
      if (!world.plan.reclaimsSoon() || !world.dice.oneIn(4)) {
        world.time.after(world.dice.between(0, Plan.ANSWER_MAX), () -> callers.end(turn));
      }
    }
  }

  /** Lets time pass until something holds. */
  private void until(String what, long bound, BooleanSupplier holds) {
    long end = world.time.now() + bound;
    while (!holds.getAsBoolean()) {
      if (world.time.now() > end) {
        throw world.failure(what + " are not over " + Duration.ofNanos(bound)
            + " after faults stopped: " + world.describeOpen());
      }
      step();
    }
  }

  private void step() {
    world.letTimePass();
    world.check();
    if (++steps % 16 == 0) {
      audit.look();
      for (SimBackend backend : world.backends) {
        backend.join(); // one that was still being removed
      }
    }
    if (world.plan.leavesWhenDone) {
      for (SimProgram program : world.programs) {
        if (program.open + program.held == 0 && program.turnsSinceRelease > 0) {
          program.release();
        }
      }
    }
  }

  private void serveAll() {
    List<SimTurn> turns = new ArrayList<>();
    int most = mayWait();
    for (int i = 0; i < most; i++) {
      SimProgram program = world.programs[i];
      turns.add(callers.askForLittle(program));
    }
    long bound = boundOnceWell(most);
    until("the small turns", bound, world.open::isEmpty);
    boolean patient = world.plan.admissionTimeout.toNanos() > bound;
    for (SimTurn turn : turns) {
      if (!turn.served && !isExcused(turn, patient)) {
        throw world.failure("turn " + turn.number + " of a healthy world fails: " + turn.failure);
      }
    }
  }

  /**
   * A turn that needs a backend for itself must be served although the other programs never stop
   * making small ones, each of which fits beside those that run: room has to be kept for it.
   */
  private void serveLarge() {
    SchedulingPolicy policy = world.plan.policy;
    if (!policy.capacityAware() || policy.reservationAfter().isZero()) {
      return; // it may starve
    }
    long bound = boundOnceWell(world.programs.length);
    askForLittle();
    SimTurn large = callers.lease(world.programs[0], TurnDemand.ofTokens(audit.capacityMax()));
    until("a large turn and small ones", bound, () -> {
      askForLittle();
      return large.done;
    });
    boolean patient = world.plan.admissionTimeout.toNanos() > bound;
    boolean excused = large.failure instanceof ProgramTooLargeException // by what usage has taught
        || (large.failure instanceof AdmissionTimeoutException && !patient);
    if (!large.served && !excused) {
      throw world.failure("the large turn of a healthy world fails: " + large.failure);
    }
    until("the small turns", bound, () -> world.open.isEmpty() && world.leases.isEmpty());
  }

  /** Every program but the first makes a small turn, unless it has one. */
  private void askForLittle() {
    for (int i = 1; i < mayWait(); i++) {
      SimProgram program = world.programs[i];
      if (program.open + program.held == 0) {
        SimTurn unused = callers.askForLittle(program);
      }
    }
  }

  /** Of how many programs a turn may wait at the same time. */
  private int mayWait() {
    return Math.min(world.programs.length, world.plan.waitingTurnsMax);
  }

  private boolean isExcused(SimTurn turn, boolean patient) {
    if (turn.failure instanceof LeaseExpiredException) {
      return world.plan.leaseTimeout.toNanos() <= Plan.ANSWER_MAX;
    }
    return turn.failure instanceof AdmissionTimeoutException && !patient;
  }

  private void releaseAll() {
    for (SimProgram program : world.programs) {
      program.release();
      program.release();
    }
    drain();
    audit.look();
  }

  private void drain() {
    while (!world.executor.isEmpty()) {
      world.executor.runNext();
      world.check();
    }
  }

  /** Nothing runs, waits or is held any more, and what is asked for is refused. */
  private void afterClose() {
    for (SimProgram program : world.programs) {
      callers.lease(program);
      callers.chat(program);
    }
    world.client.close();
    drain();
    if (world.time.clientTimers() != 0) {
      throw world.failure(world.time.clientTimers() + " timers run after closing");
    }
    if (world.plan.hasTransport && !world.transport.isClosed()) {
      throw world.failure("the transport was not closed");
    }
    if (!world.open.isEmpty()
        || !world.leases.isEmpty()
        || world.liveCalls != 0
        || world.joiners != 0
        || world.controls != 0) {
      throw world.failure("callers hang after closing: " + world.describeOpen());
    }
    audit.checkEmpty();
    for (SimProgram program : world.programs) {
      if (!program.owned.isEmpty()) {
        throw world.failure(program.id + " still owns resources after closing");
      }
    }
    while (world.time.runNext(Long.MAX_VALUE)) {
      drain(); // what comes late finds nobody
    }
    world.check();
    if (world.plan.listens) {
      world.watch.checkNothingIsOpen();
    }
  }
}
