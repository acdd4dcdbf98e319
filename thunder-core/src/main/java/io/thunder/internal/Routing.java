package io.thunder.internal;

import io.thunder.scheduling.Placement;
import java.util.Collection;

/**
 * What speaks against each backend at one moment; the one with the least cost is chosen. A function
 * of its facts alone.
 *
 * @param placement whose formula
 * @param lastSerial the backend that a program was placed on last
 * @param boundTurns the turns in flight from which on a backend has more than its share
 * @param nanosPerToken the pace of all backends together
 * @param nowNanos the moment
 */
record Routing(
    Placement placement, long lastSerial, double boundTurns, double nanosPerToken, long nowNanos) {

  /** How much above the mean is too much; smaller spreads better, larger moves less. */
  private static final double BOUND = 1.25;

  /** More than all serials, and still exact when added to one. */
  private static final double ROUND = 1L << 52;

  private static final double UNIT = 0x1p-53;

  /** Looks at all backends. */
  static Routing among(
      Collection<BackendEntry> backends, Placement placement, long lastSerial, long nowNanos) {
    int turns = 1; // the one to come
    int up = 0;
    for (BackendEntry backend : backends) {
      turns += backend.isUp() ? backend.turnsInFlight : 0;
      up += backend.isUp() ? 1 : 0;
    }
    double bound = Math.ceil(BOUND * turns / up);
    return new Routing(placement, lastSerial, bound, TurnPace.ofAll(backends, nowNanos), nowNanos);
  }

  /** The cost of placing a program on a backend, of no meaning but in comparison. */
  double cost(BackendEntry backend, ProgramEntry program) {
    return switch (placement) {
      case MOST_FREE -> -backend.roomTokens;
      case BEST_FIT -> backend.roomTokens;
      case ROUND_ROBIN -> backend.serial > lastSerial ? backend.serial : backend.serial + ROUND;
      case LEAST_CONNECTIONS -> backend.turnsInFlight;
      case LEAST_LATENCY ->
        (backend.turnsInFlight + 1) * backend.pace.nanosPerToken(nanosPerToken, nowNanos);
      case LEAST_LOAD -> backend.turnsInFlight + backend.moreLoad;
      case CONSISTENT_HASH -> rank(backend, program) + (hasItsShare(backend) ? 1 : 0);
    };
  }

  private boolean hasItsShare(BackendEntry backend) {
    return backend.turnsInFlight >= boundTurns;
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
