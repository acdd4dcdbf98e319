package io.thunder.internal;

import io.thunder.scheduling.Placement;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.Collection;

/**
 * What speaks against each backend at one moment; the one with the least cost is chosen. A function
 * of its facts alone.
 *
 * @param policy whose placement decides
 * @param lastSerial the backend that a program was placed on last
 * @param turnsMax the turns in flight from which on a backend has more than its share, where that decides
 * @param roomMin the room below which a backend is short of it, where capacity decides
 * @param nowNanos the moment
 */
record Routing(
    SchedulingPolicy policy, long lastSerial, double turnsMax, long roomMin, long nowNanos) {

  /** How much above the mean is too much; smaller spreads better, larger moves less. */
  private static final double BOUND = 1.25;

  /** More than all serials, and still exact when added to one. */
  private static final double ROUND = 1L << 52;

  /** A quarter of the most room is enough for a fast backend to be preferred. */
  private static final long ROOM_DIVISOR = 4;

  /** More than any delay; those short of room are compared by their room, to some 1,000 tokens. */
  private static final double SHORT_OF_ROOM = 0x1p62;

  private static final double UNIT = 0x1p-53;

  /** The facts of a moment, when the backend with the most room has so much. */
  static Routing at(
      long nowNanos,
      SchedulingPolicy policy,
      Collection<BackendEntry> backends,
      long roomMax,
      long lastSerial) {
    return new Routing(
        policy,
        lastSerial,
        policy.placement() == Placement.CONSISTENT_HASH ? turnsMax(backends) : Double.NaN,
        policy.capacityAware() ? roomMax / ROOM_DIVISOR : Long.MIN_VALUE,
        nowNanos);
  }

  /** What is a backend's share of the turns, and somewhat more. */
  private static double turnsMax(Collection<BackendEntry> backends) {
    int turns = 1; // the one to come
    int up = 0;
    for (BackendEntry backend : backends) {
      if (backend.isUp()) {
        turns += backend.turnsInFlight;
        up++;
      }
    }
    return Math.ceil(BOUND * turns / up);
  }

  /** The cost of placing a program on a backend, of no meaning but in comparison. */
  double cost(BackendEntry backend, ProgramEntry program) {
    return switch (policy.placement()) {
      case MOST_FREE -> -backend.roomTokens;
      case BEST_FIT -> backend.roomTokens;
      case ROUND_ROBIN -> backend.serial > lastSerial ? backend.serial : backend.serial + ROUND;
      case LEAST_CONNECTIONS -> backend.turnsInFlight;
      case LEAST_LATENCY ->
        backend.roomTokens < roomMin ? SHORT_OF_ROOM - backend.roomTokens : delay(backend);
      case LEAST_LOAD -> backend.turnsInFlight + backend.moreLoad;
      case CONSISTENT_HASH -> rank(backend, program) + (hasItsShare(backend) ? 1 : 0);
    };
  }

  private double delay(BackendEntry backend) {
    return (backend.turnsInFlight + 1) * backend.pace.nanosPerToken(nowNanos);
  }

  private boolean hasItsShare(BackendEntry backend) {
    return backend.turnsInFlight >= turnsMax;
  }

  /** From 0 to 1, independent of all other backends. */
  private static double rank(BackendEntry backend, ProgramEntry program) {
    long seed = ((long) program.name.hashCode() << Integer.SIZE)
        ^ (backend.id().value().hashCode() & 0xffffffffL);
    return (mix(mix(seed)) >>> 11) * UNIT;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit changes half. */
  private static long mix(long bits) {
    long mixed = bits + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
