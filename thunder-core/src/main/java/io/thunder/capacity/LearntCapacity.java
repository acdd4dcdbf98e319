package io.thunder.capacity;

import java.util.Arrays;

/**
 * Learns how many tokens the cache of a server holds that does not say so.
 *
 * <p>Programs that stay on a server find their contexts cached, unless together they hold more than
 * there is. So it is noted how much is found while so much is held, level by level, each an eighth
 * above the one below. The most is usually found on some level; where clearly less is, there is not
 * enough room. The capacity ends below the lowest such level; as long as none is known above and turns
 * wait for room, it is raised. If next to nothing is found it is halved, to look from below.
 *
 * <p>What is newer counts: on levels above one where little is found nothing else is believed, nor the
 * other way around; and what has not been seen for long is forgotten, so that it is tried again. Where
 * little is found on all levels, since prompts are rebuilt or tools take longer than contexts are kept,
 * that is as much as there is.
 *
 * <p>A turn that took more than was believed to be there raises the capacity, too. A server that does
 * not count cached tokens teaches nothing else. Not thread-safe.
 */
public final class LearntCapacity {

  /** Or what was assumed, if that is less. */
  private static final long TOKENS_MIN = 1_024;

  private static final long TOKENS_MAX = 1L << 32;

  private static final double LEVEL = 1.125;
  private static final int LEVELS = 1 + (int) (Math.log((double) TOKENS_MAX) / Math.log(LEVEL));

  /** A level is known by so many turns, and to be bad by more; of many, the last count most. */
  private static final int TURNS_KNOWN = 24;

  private static final int TURNS_BAD = 48;
  private static final int TURNS_COUNTED = 64;

  /** After so many turns half of what is known about a level is forgotten. */
  private static final int TURNS_FORGOTTEN = 3_000;

  /** A change takes effect after so many turns, or as many as there are programs. */
  private static final int TURNS_PER_CHANGE = 32;

  /**
   * So many tokens may be lost for each that is generated: engines compute a prompt token some 15 to
   * 20 times faster than they generate one.
   */
  private static final double LOST_PER_GENERATED = 4;

  /** So much less may be found by chance. */
  private static final double CHANCE = 0.06;

  /** At least so much should be found, until levels as far apart as that are known. */
  private static final double HOPED_FOR = 0.9;

  private static final double FAR_APART = 16;

  /** Below this share of the most, next to nothing is found. */
  private static final double COLLAPSED = 0.5;

  /** Where less than this is found at best there is nothing that more room would keep. */
  private static final double WORTH_RAISING = 0.5;

  /** As long as nothing was ever lost; else by a level. */
  private static final double RAISE = 1.25;

  /** It is raised when programs hold so much of it. */
  private static final double FULL = 0.7;

  /** A single turn raises it so many times at most: counts may be wrong. */
  private static final double SERVED_MAX = 2;

  /** So much more is taken than a turn took, since the next one will take more. */
  private static final double SERVED_MORE = 1.125;

  private final long tokensMin;
  private double tokens;
  private int turns;
  private int turnsSinceChange;
  private int enoughTurns = TURNS_PER_CHANGE;
  private boolean lost;

  /** Until programs have their contexts back that were lost while too much was held, or otherwise. */
  private int turnsToSkip;

  private double expectedMean;
  private double generatedMean;

  // By level. Empty until something is observed: most servers say what they hold.
  private double[] expected = {};
  private double[] found = {};
  private int[] seen = {};

  /**
   * Begins with an assumption.
   *
   * @param assumedTokens so many tokens, at least 1
   */
  public LearntCapacity(long assumedTokens) {
    tokens = (double) assumedTokens;
    tokensMin = Math.min(TOKENS_MIN, assumedTokens);
  }

  /**
   * Learns from a turn that was served, whatever was found cached.
   *
   * @param turnTokens its prompt and its answer, which the cache has held at once
   * @return whether {@link #tokens()} changed
   */
  public boolean served(long turnTokens) {
    return turnTokens > tokens && change(Math.min(SERVED_MORE * turnTokens, SERVED_MAX * tokens));
  }

  /**
   * Learns from a turn of a program that had stayed on the server.
   *
   * @param expectedTokens its context before the turn, at least 1
   * @param cachedTokens what of the prompt the engine found cached
   * @param generatedTokens what it generated
   * @param programs programs on the server
   * @param heldTokens what they are believed to hold
   * @param pressed whether turns wait for room
   * @return whether {@link #tokens()} changed
   */
  public boolean observe(
      long expectedTokens,
      long cachedTokens,
      long generatedTokens,
      int programs,
      long heldTokens,
      boolean pressed) {
    if (seen.length == 0) {
      expected = new double[LEVELS];
      found = new double[LEVELS];
      seen = new int[LEVELS];
    }
    if (turnsToSkip > 0) {
      turnsToSkip--;
      return false;
    }
    int level = levelOf(heldTokens);
    note(level, expectedTokens, Math.min(expectedTokens, cachedTokens), generatedTokens);
    enoughTurns = Math.max(TURNS_PER_CHANGE, programs);
    if (++turnsSinceChange < enoughTurns || !isKnown(level)) {
      return false;
    }
    double most = most();
    double enough = most - Math.max(CHANCE, LOST_PER_GENERATED * generatedMean / expectedMean);
    boolean far = share(level) < COLLAPSED * most;
    if (share(level) < enough) {
      if (seen[level] < TURNS_BAD && !far) {
        return false; // it may be chance
      }
      forget(level + 1, LEVELS, /* good= */ true, enough);
      turnsToSkip = enoughTurns;
      return lower(level, enough, far);
    }
    forget(0, level, /* good= */ false, enough);
    boolean full = pressed && heldTokens >= FULL * tokens;
    return full && most >= WORTH_RAISING && raise(level, enough);
  }

  private void note(int level, long expectedTokens, long foundTokens, long generatedTokens) {
    if (++turns % TURNS_FORGOTTEN == 0) {
      Arrays.setAll(seen, each -> seen[each] / 2);
    }
    double keep = 1 - 1.0 / TURNS_COUNTED;
    if (seen[level] == 0) {
      expected[level] = 0;
      found[level] = 0;
    }
    expected[level] = expected[level] * keep + expectedTokens;
    found[level] = found[level] * keep + foundTokens;
    seen[level] = Math.min(TURNS_COUNTED, seen[level] + 1);
    expectedMean = expectedMean * keep + expectedTokens;
    generatedMean = generatedMean * keep + generatedTokens;
  }

  /** Forgets what is known to be good, or bad, of some levels. */
  private void forget(int from, int to, boolean good, double enough) {
    for (int level = from; level < to; level++) {
      if (isKnown(level) && share(level) >= enough == good) {
        seen[level] = 0;
      }
    }
  }

  /** Lowers it to below a level; if that is far too much, to what was enough, or by half. */
  private boolean lower(int level, double enough, boolean far) {
    double to = far ? levelTokens(level) / 2 : levelTokens(level);
    for (int below = level - 1; far && below >= 0; below--) {
      if (isKnown(below) && share(below) >= enough) {
        to = levelTokens(below + 1);
        break;
      }
    }
    lost = true;
    return to < tokens && change(to);
  }

  /** Raises it unless too little is found on a level that would be reached then. */
  private boolean raise(int level, double enough) {
    double to = tokens * (lost ? LEVEL : RAISE);
    for (int above = level + 1; above <= Math.min(LEVELS - 1, levelOf((long) to)); above++) {
      if (isKnown(above) && share(above) < enough) {
        to = levelTokens(above);
        break;
      }
    }
    return to > tokens && change(to);
  }

  /** The most that is found on any level, or more is hoped for. */
  private double most() {
    double most = 0;
    int lowest = LEVELS;
    int highest = 0;
    for (int level = 0; level < LEVELS; level++) {
      if (isKnown(level)) {
        boolean byChance = seen[level] < TURNS_BAD;
        most = byChance ? most : Math.max(most, share(level));
        lowest = Math.min(lowest, level);
        highest = level;
      }
    }
    boolean farApart = levelTokens(highest) >= FAR_APART * levelTokens(lowest);
    return farApart || tokens <= tokensMin ? most : Math.max(most, HOPED_FOR);
  }

  private boolean isKnown(int level) {
    return seen[level] >= TURNS_KNOWN;
  }

  private double share(int level) {
    return found[level] / expected[level];
  }

  private static int levelOf(long heldTokens) {
    return Math.min(
        LEVELS - 1, (int) (Math.log((double) Math.max(1, heldTokens)) / Math.log(LEVEL)));
  }

  /** Where a level begins. */
  private static double levelTokens(int level) {
    return Math.pow(LEVEL, level);
  }

  private boolean change(double to) {
    long before = tokens();
    tokens = Math.max((double) tokensMin, Math.min((double) TOKENS_MAX, to));
    turnsSinceChange = 0;
    return tokens() != before;
  }

  /** Waits until programs have their contexts back: the cache was emptied, which says nothing. */
  public void cacheEmptied() {
    turnsToSkip = enoughTurns;
  }

  /**
   * What the cache holds as far as is known.
   *
   * @return tokens, at least 1
   */
  public long tokens() {
    return (long) tokens;
  }
}
