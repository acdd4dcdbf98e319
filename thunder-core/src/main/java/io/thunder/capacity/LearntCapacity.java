package io.thunder.capacity;

/**
 * Learns how many tokens the cache of a server holds that does not say so.
 *
 * <p>It begins with an assumption. When programs that stayed on the server find less of their contexts
 * cached than usual, they hold more than there is: the capacity is cut to less than they hold, and what
 * happens then is watched anew once each program has had a turn. When all is found although they hold
 * as much as is believed to be there, it is raised: by a quarter as long as nothing was ever lost, else
 * in small steps, and in smaller ones close to where something was lost last.
 *
 * <p>Contexts that only grow are found whole, so that this is taken for usual until something else is
 * seen. Where it is not so, since prompts are rebuilt each time, cuts do not help; after some of them
 * the capacity is again what it was when most was found.
 *
 * <p>A turn that took more than was believed to be there raises it, too. A server that does not count
 * cached tokens teaches nothing else. Not thread-safe.
 */
public final class LearntCapacity {

  /** Or what was assumed, if that is less. */
  private static final long TOKENS_MIN = 1_024;

  private static final long TOKENS_MAX = 1L << 32;

  private static final double DECREASE = 0.8;

  /** If not even half of what is usual is found, and it is not known where it was lost last. */
  private static final double DECREASE_FAST = 0.5;

  private static final double INCREASE_FIRST = 1.25;
  private static final double INCREASE = 1.05;
  private static final double INCREASE_NEAR_LOSS = 1.005;

  /** So near is where something was lost last. */
  private static final double NEAR = 0.9;

  /** From this share on programs hold as much as is believed to be there. */
  private static final double FULL = 0.75;

  /** A single turn raises it so many times at most: counts may be wrong. */
  private static final double SERVED_MAX = 2;

  /** So much more has to be found that cuts have helped. */
  private static final double HELP = 0.05;

  /** Cut to this share in vain, the capacity is not what is wrong. */
  private static final double IN_VAIN = 1 / 4.0;

  /** The same while less than half is found, as where far too much is held. */
  private static final double IN_VAIN_LOW = 1 / 32.0;

  private final CacheHits hits = new CacheHits(/* usual= */ 1);
  private final long tokensMin;
  private double tokens;

  /** Where something was lost last; 0 if nothing ever was. */
  private double lostAt;

  /** The most that was found since something began to be lost, and with which capacity; else 0. */
  private double best;

  private double bestTokens;

  private int turnsToSkip;
  private int turns;
  private double heldTokens;

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
    return turnTokens > tokens && change(Math.min((double) turnTokens, SERVED_MAX * tokens));
  }

  /**
   * Learns from a turn of a program that had stayed on the server.
   *
   * @param expectedTokens its context before the turn, at least 1
   * @param cachedTokens what of the prompt the engine found cached
   * @param generatedTokens what it generated
   * @param programs programs on the server: after as many turns, a change has shown its effect
   * @param held what they are believed to hold, in tokens
   * @return whether {@link #tokens()} changed
   */
  public boolean observe(
      long expectedTokens, long cachedTokens, long generatedTokens, int programs, long held) {
    if (turnsToSkip > 0) {
      turnsToSkip--;
      return false;
    }
    hits.note(expectedTokens, cachedTokens, generatedTokens, programs);
    turns++;
    heldTokens += held;
    return turns >= CacheHits.window(programs) && judge(programs);
  }

  private boolean judge(int programs) {
    double held = heldTokens / turns;
    turns = 0;
    heldTokens = 0;
    if (hits.areLost()) {
      turnsToSkip = CacheHits.window(programs);
      boolean changed = change(afterLoss(Math.min(tokens, held)));
      hits.forget();
      return changed;
    }
    boolean more = held >= FULL * tokens && hits.share() > 0;
    best = 0;
    bestTokens = 0;
    hits.forget();
    return more && change(tokens * increase());
  }

  /** What is left after a loss while so many tokens were held. */
  private double afterLoss(double held) {
    double found = hits.share();
    boolean near = lostAt > 0 && bestTokens == 0; // it had been found before
    if (bestTokens == 0 || found > best + HELP) {
      best = found;
      bestTokens = tokens;
    } else {
      best = Math.min(best, found); // less held finds no less: some of what was found was older
    }
    boolean inVain = tokens <= bestTokens * (best < DECREASE_FAST ? IN_VAIN_LOW : IN_VAIN);
    if (inVain || tokens <= tokensMin) {
      hits.accept(best);
      lostAt = bestTokens;
      return bestTokens;
    }
    lostAt = held;
    boolean far = !near && found < DECREASE_FAST * hits.usualShare();
    return held * (far ? DECREASE_FAST : DECREASE);
  }

  private double increase() {
    if (lostAt == 0) {
      return INCREASE_FIRST;
    }
    return tokens < NEAR * lostAt ? INCREASE : INCREASE_NEAR_LOSS;
  }

  private boolean change(double to) {
    long before = tokens();
    tokens = Math.max((double) tokensMin, Math.min((double) TOKENS_MAX, to));
    return tokens() != before;
  }

  /** Forgets the turns that were watched last: the cache was emptied, which says nothing of its size. */
  public void cacheEmptied() {
    hits.forget();
    turns = 0;
    heldTokens = 0;
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
