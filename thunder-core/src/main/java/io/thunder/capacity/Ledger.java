package io.thunder.capacity;

/**
 * The KV tokens that programs hold on one backend. Sums are maintained, never recomputed; all are
 * whole tokens, so that they equal the sum over the programs exactly. Not thread-safe.
 *
 * <pre>{@code
 * held = reasoning + acting x weight - repeated + untracked
 * used = reasoning + acting x weight x 2^-(time acting / half-life) - repeated + untracked
 * }</pre>
 *
 * where {@code repeated} is what several programs have in common and an engine holds once. Prefixes
 * may be added only if every token counts in full, whatever its program does.
 */
public final class Ledger {

  private final double actingWeight;
  private final boolean fades;
  private final DecayingSum fadingActing;
  private final PrefixUnion prefixes = new PrefixUnion();
  private long reasoningTokens;
  private long actingTokens;
  private long untrackedTokens;

  /**
   * Creates an empty ledger.
   *
   * @param actingWeight what a token of a program whose tool runs counts for, 0 to 1
   * @param actingHalfLifeNanos after how long such a token counts half; 0 means it never fades
   */
  public Ledger(double actingWeight, long actingHalfLifeNanos) {
    this.actingWeight = actingWeight;
    this.fades = actingHalfLifeNanos > 0;
    this.fadingActing = new DecayingSum(actingHalfLifeNanos);
  }

  /**
   * Adds a program with turns in flight.
   *
   * @param tokens its footprint
   */
  public void addReasoning(long tokens) {
    reasoningTokens += tokens;
  }

  /**
   * Removes a program with turns in flight.
   *
   * @param tokens the footprint it was added with
   */
  public void removeReasoning(long tokens) {
    reasoningTokens -= tokens;
  }

  /**
   * Adds a program whose tool starts now.
   *
   * @param tokens its footprint
   * @param nowNanos the current time
   */
  public void addActing(long tokens, long nowNanos) {
    actingTokens += tokens;
    if (fades) {
      fadingActing.add(tokens, nowNanos);
    }
  }

  /**
   * Removes a program whose tool runs.
   *
   * @param tokens the footprint it was added with
   * @param sinceNanos when it was added
   * @param nowNanos the current time
   */
  public void removeActing(long tokens, long sinceNanos, long nowNanos) {
    actingTokens -= tokens;
    if (fades) {
      fadingActing.remove(tokens, sinceNanos, nowNanos);
    }
  }

  /**
   * Sets the load that somebody else puts on the engine.
   *
   * @param tokens at least 0
   */
  public void setUntracked(long tokens) {
    untrackedTokens = tokens;
  }

  /**
   * The tokens that count when room is looked for: what a running tool holds has faded.
   *
   * @param nowNanos the current time
   * @return tokens, rounded up
   */
  public long usedTokens(long nowNanos) {
    return fades ? used(fadingActing.at(nowNanos)) : heldTokens();
  }

  /**
   * The footprints of the programs whose tool runs, at full weight, faded since their tools started.
   *
   * @param nowNanos the current time
   * @return tokens
   */
  public double fadedActingTokens(long nowNanos) {
    return fades ? fadingActing.at(nowNanos) : actingTokens;
  }

  /**
   * The tokens that count when a backend may hold too much: nothing has faded.
   *
   * @return tokens, rounded up
   */
  public long heldTokens() {
    return used((double) actingTokens);
  }

  private long used(double acting) {
    long programs = reasoningTokens + (long) Math.ceil(actingWeight * acting);
    return programs - prefixes.repeatedTokens() + untrackedTokens;
  }

  /**
   * What the programs have in common.
   *
   * @return the live union
   */
  public PrefixUnion prefixes() {
    return prefixes;
  }

  /**
   * What programs count for while their tools run, nothing faded.
   *
   * @param tokens their footprint
   * @return tokens
   */
  public double weighted(long tokens) {
    return actingWeight * (double) tokens;
  }

  /**
   * The footprints of the programs with turns in flight.
   *
   * @return tokens
   */
  public long reasoningTokens() {
    return reasoningTokens;
  }

  /**
   * The footprints of the programs whose tool runs, at full weight.
   *
   * @return tokens
   */
  public long actingTokens() {
    return actingTokens;
  }

  /**
   * The load that somebody else puts on the engine.
   *
   * @return tokens
   */
  public long untrackedTokens() {
    return untrackedTokens;
  }
}
