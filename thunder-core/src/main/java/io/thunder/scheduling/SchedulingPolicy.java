package io.thunder.scheduling;

import io.thunder.backend.TokenCounts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * When programs are admitted, paused and resumed, as data. The engine has one algorithm; a policy
 * says which of its mechanisms are on and how they are set. Immutable.
 *
 * @param name what the policy is called in reports
 * @param capacityAware whether capacity decides at all; if not, every turn is let through at
 *     once
 * @param admitWatermark up to which share of a backend's capacity programs are placed, &gt;
 *     0 to 1
 * @param pauseWatermark above which share programs are paused, from {@code admitWatermark}
 *     to 1.5
 * @param pauseOrder who is paused first
 * @param resumeOrder who is placed first
 * @param placement where
 * @param stickyResume whether the backend a program was on before is preferred while it has
 *     room; where capacity does not decide, whether a program stays there between its turns
 * @param moveGap by which share of its capacity a backend must hold more than the emptiest one, so
 *     that programs move there with their next turn, 0 to 1; 1 means never. A move costs computing
 *     the program's prompt again, on the backend that has the least to do; it evens the load out
 *     after a backend came back, or was added, sooner than new programs would
 * @param resumeIdle whether paused programs are placed again before their next turn arrives
 * @param tick how often pauses and resumes happen; zero means at once, with every event
 * @param actingWeight what a token of a program whose tool runs counts for, 0 to 1
 * @param actingHalfLife after how long such a token counts half when room is looked for; pausing
 *     counts it in full; zero means it never fades
 * @param growthReserveTokens tokens set aside per turn in flight
 * @param growthShare which share of a turn's predicted answer is set aside as well, 0 to 1;
 *     predicted from what the program and its peers generated per turn. Of answers in flight, half
 *     is there on average
 * @param sharedPrefixes whether what programs of one backend have in common counts once; only
 *     where tokens count in full, with an {@code actingWeight} of 1 that never fades
 * @param cacheFeedback whether less of a backend's capacity is used while programs that stayed
 *     find less of their cache than usual, and the capacity of one that does not say it is learnt
 * @param inheritPriority whether a new program that another one started, and waits for, goes before
 *     new programs that nobody waits for
 * @param idleGrace how long a tool may run before its program gives its cache up to a turn that
 *     waits; zero means that only an overflow takes it. To keep a cache for the time in which an
 *     engine could compute its whole capacity, 20 to 40 s on usual deployments, costs what computing
 *     the cache again does; tools that have run for half as long tend to run on
 * @param arrivalOrderFor how long new programs wait strictly in order of arrival; after that,
 *     {@code resumeOrder} alone decides
 * @param ageing the handicap of new and of large programs in the waiting pool
 * @param reservationAfter how long a turn waits before room is made and kept for it; zero
 *     means never
 */
public record SchedulingPolicy(
    String name,
    boolean capacityAware,
    double admitWatermark,
    double pauseWatermark,
    PauseOrder pauseOrder,
    ResumeOrder resumeOrder,
    Placement placement,
    boolean stickyResume,
    double moveGap,
    boolean resumeIdle,
    Duration tick,
    double actingWeight,
    Duration actingHalfLife,
    long growthReserveTokens,
    double growthShare,
    boolean sharedPrefixes,
    boolean cacheFeedback,
    boolean inheritPriority,
    Duration idleGrace,
    Duration arrivalOrderFor,
    Duration ageing,
    Duration reservationAfter) {

  /** Ten years; more would overflow where handicaps are added up in nanoseconds. */
  private static final Duration DURATION_MAX = Duration.ofDays(3_650);

  /** Checks every value. */
  public SchedulingPolicy {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pauseOrder, "pauseOrder");
    Objects.requireNonNull(resumeOrder, "resumeOrder");
    Objects.requireNonNull(placement, "placement");
    within("admitWatermark", admitWatermark, 0.01, 1.0);
    within("pauseWatermark", pauseWatermark, admitWatermark, 1.5);
    within("moveGap", moveGap, 0.0, 1.0);
    within("actingWeight", actingWeight, 0.0, 1.0);
    checkDuration("tick", tick);
    checkDuration("actingHalfLife", actingHalfLife);
    checkDuration("idleGrace", idleGrace);
    checkDuration("arrivalOrderFor", arrivalOrderFor);
    checkDuration("ageing", ageing);
    checkDuration("reservationAfter", reservationAfter);
    within("growthShare", growthShare, 0.0, 1.0);
    TokenCounts.checked(growthReserveTokens, "growthReserveTokens");
  }

  /**
   * The default: event-driven, with headroom for growth, the fewest possible pauses, and reservations
   * that bound every wait.
   *
   * @return the policy {@code thunder}
   */
  public static SchedulingPolicy thunder() {
    return builder().name("thunder").build();
  }

  /**
   * The rules of the ThunderAgent paper (arXiv:2602.13692) as its released code runs by default: a
   * check every 5 s, smallest first both ways, most free backend first, no headroom. Corrected where
   * the code differs from its intent: it marks no more than the overflow needs, new programs do not
   * overtake waiting ones, a failed turn leaves REASONING, no program waits for more than half an
   * hour.
   *
   * @return the policy {@code published}
   */
  public static SchedulingPolicy published() {
    return builder()
        .name("published")
        .admitWatermark(1.0)
        .pauseOrder(PauseOrder.SMALLEST_FIRST)
        .resumeOrder(ResumeOrder.SMALLEST_FIRST)
        .placement(Placement.MOST_FREE)
        .stickyResume(false)
        .moveGap(1)
        .resumeIdle(true)
        .tick(Duration.ofSeconds(5))
        .growthReserveTokens(100)
        .growthShare(0)
        .sharedPrefixes(false)
        .cacheFeedback(false)
        .inheritPriority(false)
        .idleGrace(Duration.ZERO)
        .arrivalOrderFor(Duration.ZERO)
        .reservationAfter(Duration.ofMinutes(30))
        .build();
  }

  /**
   * {@link #published()} with the paper's fading, which its released code has behind a flag: when
   * room is looked for, what a running tool holds counts {@code 2^-t}, with t in seconds.
   *
   * @return the policy {@code publishedWithDecay}
   */
  public static SchedulingPolicy publishedWithDecay() {
    return published().toBuilder()
        .name("publishedWithDecay")
        .actingHalfLife(Duration.ofSeconds(1))
        .build();
  }

  /**
   * No scheduling: every turn goes straight to its program's backend, as with a sticky load
   * balancer. The baseline, and a way to keep the accounting without the waiting.
   *
   * @return the policy {@code passThrough}
   */
  public static SchedulingPolicy passThrough() {
    return routed(Placement.MOST_FREE, true).toBuilder().name("passThrough").build();
  }

  /**
   * No scheduling, but load balancing: every turn goes straight to a backend. The policy is called
   * after the strategy, {@code leastLoad}, or {@code stickyLeastLoad}.
   *
   * @param strategy how the backend is chosen; any but {@link Placement#BEST_FIT}, which would fill
   *     one backend without an end
   * @param sticky whether it is chosen once for each program, which keeps the program's cache, and
   *     anew only when that backend fails a turn or is not up; or for each turn, if no other turn of
   *     the program is in flight
   * @return the policy
   */
  public static SchedulingPolicy routed(Placement strategy, boolean sticky) {
    if (strategy == Placement.BEST_FIT) {
      throw new IllegalArgumentException(
          "strategy must not be BEST_FIT where nothing is ever full");
    }
    String words = Arrays.stream(strategy.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
    return builder()
        .name(
            sticky
                ? "sticky" + words
                : words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1))
        .capacityAware(false)
        .placement(strategy)
        .stickyResume(sticky)
        .build();
  }

  /**
   * A builder that starts as {@link #thunder()}, under the name {@code custom}.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder that starts as this policy.
   *
   * @return the builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.name = name;
    builder.capacityAware = capacityAware;
    builder.admitWatermark = admitWatermark;
    builder.pauseWatermark = pauseWatermark;
    builder.pauseOrder = pauseOrder;
    builder.resumeOrder = resumeOrder;
    builder.placement = placement;
    builder.stickyResume = stickyResume;
    builder.moveGap = moveGap;
    builder.resumeIdle = resumeIdle;
    builder.tick = tick;
    builder.actingWeight = actingWeight;
    builder.actingHalfLife = actingHalfLife;
    builder.growthReserveTokens = growthReserveTokens;
    builder.growthShare = growthShare;
    builder.sharedPrefixes = sharedPrefixes;
    builder.cacheFeedback = cacheFeedback;
    builder.inheritPriority = inheritPriority;
    builder.idleGrace = idleGrace;
    builder.arrivalOrderFor = arrivalOrderFor;
    builder.ageing = ageing;
    builder.reservationAfter = reservationAfter;
    return builder;
  }

  /**
   * Whether pauses and resumes happen with every event instead of at ticks.
   *
   * @return true if {@link #tick()} is zero
   */
  public boolean isEventDriven() {
    return tick.isZero();
  }

  /**
   * Whether what programs of one backend have in common counts once.
   *
   * @return true if it is asked for, and every token counts in full
   */
  public boolean countsPrefixesOnce() {
    return sharedPrefixes && actingWeight == 1 && actingHalfLife.isZero();
  }

  /**
   * Whether a backend is chosen anew for every turn.
   *
   * @return true if neither capacity nor the backend of the last turn decides
   */
  public boolean movesBetweenTurns() {
    return !capacityAware && !stickyResume;
  }

  private static void within(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " must be between " + min + " and " + max + ", was " + value);
    }
  }

  private static void checkDuration(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
    if (value.compareTo(DURATION_MAX) > 0) {
      throw new IllegalArgumentException(
          name + " must be at most " + DURATION_MAX + ", was " + value);
    }
  }

  /** Builds a {@link SchedulingPolicy}; values are checked by {@link #build()}. */
  public static final class Builder {

    private String name = "custom";
    private boolean capacityAware = true;
    private double admitWatermark = 0.92;
    private double pauseWatermark = 1.0;
    private PauseOrder pauseOrder = PauseOrder.LONGEST_IDLE_FIRST;
    private ResumeOrder resumeOrder = ResumeOrder.SMALLEST_FIRST;
    private Placement placement = Placement.LEAST_LATENCY;
    private boolean stickyResume = true;
    private double moveGap = .1;
    private boolean resumeIdle = false;
    private Duration tick = Duration.ZERO;
    private double actingWeight = 1.0;
    private Duration actingHalfLife = Duration.ZERO;
    private long growthReserveTokens = 0;
    private double growthShare = 0.5;
    private boolean sharedPrefixes = true;
    private boolean cacheFeedback = true;
    private boolean inheritPriority = true;
    private Duration idleGrace = Duration.ofSeconds(20);
    private Duration arrivalOrderFor = Duration.ofMinutes(10);
    private Duration ageing = Duration.ofMinutes(10);
    private Duration reservationAfter = Duration.ofMinutes(30);

    private Builder() {}

    /**
     * Sets what the policy is called in reports.
     *
     * @param value the value; default {@code custom}
     * @return this
     */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /**
     * Sets whether capacity decides at all; if not, every turn is let through at once.
     *
     * @param value the value; default true
     * @return this
     */
    public Builder capacityAware(boolean value) {
      capacityAware = value;
      return this;
    }

    /**
     * Sets up to which share of a backend's capacity programs are placed, &gt; 0 to 1.
     *
     * @param value the value; default 0.92
     * @return this
     */
    public Builder admitWatermark(double value) {
      admitWatermark = value;
      return this;
    }

    /**
     * Sets above which share programs are paused, from {@code admitWatermark} to 1.5.
     *
     * @param value the value; default 1.0
     * @return this
     */
    public Builder pauseWatermark(double value) {
      pauseWatermark = value;
      return this;
    }

    /**
     * Sets who is paused first.
     *
     * @param value the value; default LONGEST_IDLE_FIRST
     * @return this
     */
    public Builder pauseOrder(PauseOrder value) {
      pauseOrder = value;
      return this;
    }

    /**
     * Sets who is placed first.
     *
     * @param value the value; default SMALLEST_FIRST
     * @return this
     */
    public Builder resumeOrder(ResumeOrder value) {
      resumeOrder = value;
      return this;
    }

    /**
     * Sets where.
     *
     * @param value the value; default LEAST_LATENCY
     * @return this
     */
    public Builder placement(Placement value) {
      placement = value;
      return this;
    }

    /**
     * Sets whether the backend a program was on before is preferred while it has room; where capacity
     * does not decide, whether a program stays there between its turns.
     *
     * @param value the value; default true
     * @return this
     */
    public Builder stickyResume(boolean value) {
      stickyResume = value;
      return this;
    }

    /**
     * Sets by which share of its capacity a backend must hold more than the emptiest one, so that
     * programs move there with their next turn; 1 means never.
     *
     * @param value the value; default 0.1
     * @return this
     */
    public Builder moveGap(double value) {
      moveGap = value;
      return this;
    }

    /**
     * Sets whether paused programs are placed again before their next turn arrives.
     *
     * @param value the value; default false
     * @return this
     */
    public Builder resumeIdle(boolean value) {
      resumeIdle = value;
      return this;
    }

    /**
     * Sets how often pauses and resumes happen; zero means at once, with every event.
     *
     * @param value the value; default zero
     * @return this
     */
    public Builder tick(Duration value) {
      tick = value;
      return this;
    }

    /**
     * Sets what a token of a program whose tool runs counts for, 0 to 1.
     *
     * @param value the value; default 1.0
     * @return this
     */
    public Builder actingWeight(double value) {
      actingWeight = value;
      return this;
    }

    /**
     * Sets after how long such a token counts half when room is looked for; pausing counts it in
     * full; zero means it never fades.
     *
     * @param value the value; default zero
     * @return this
     */
    public Builder actingHalfLife(Duration value) {
      actingHalfLife = value;
      return this;
    }

    /**
     * Sets which share of a turn's predicted answer is set aside, 0 to 1.
     *
     * @param value the value; default 0.5
     * @return this
     */
    public Builder growthShare(double value) {
      growthShare = value;
      return this;
    }

    /**
     * Sets tokens set aside per turn in flight.
     *
     * @param value the value; default 0
     * @return this
     */
    public Builder growthReserveTokens(long value) {
      growthReserveTokens = value;
      return this;
    }

    /**
     * Sets whether what programs of one backend have in common counts once.
     *
     * @param value the value; default true
     * @return this
     */
    public Builder sharedPrefixes(boolean value) {
      sharedPrefixes = value;
      return this;
    }

    /**
     * Sets whether less of a backend's capacity is used while programs that stayed find less of
     * their cache than usual, and whether the capacity of one that does not say it is learnt.
     *
     * @param value the value; default true
     * @return this
     */
    public Builder cacheFeedback(boolean value) {
      cacheFeedback = value;
      return this;
    }

    /**
     * Sets whether a new program that another one started, and waits for, goes before new programs
     * that nobody waits for.
     *
     * @param value the value; default true
     * @return this
     */
    public Builder inheritPriority(boolean value) {
      inheritPriority = value;
      return this;
    }

    /**
     * Sets how long a tool may run before its program gives its cache up to a turn that waits.
     *
     * @param value the value; default 20 seconds; zero means that only an overflow takes it
     * @return this
     */
    public Builder idleGrace(Duration value) {
      idleGrace = value;
      return this;
    }

    /**
     * Sets how long new programs wait strictly in order of arrival.
     *
     * @param value the value; default 10 minutes; zero means not at all
     * @return this
     */
    public Builder arrivalOrderFor(Duration value) {
      arrivalOrderFor = value;
      return this;
    }

    /**
     * Sets the handicap of new and of large programs in the waiting pool.
     *
     * @param value the value; default 10 minutes
     * @return this
     */
    public Builder ageing(Duration value) {
      ageing = value;
      return this;
    }

    /**
     * Sets how long a turn waits before room is made and kept for it; zero means never.
     *
     * @param value the value; default 30 minutes
     * @return this
     */
    public Builder reservationAfter(Duration value) {
      reservationAfter = value;
      return this;
    }

    /**
     * Builds the policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if a value is out of its range
     */
    public SchedulingPolicy build() {
      return new SchedulingPolicy(
          name,
          capacityAware,
          admitWatermark,
          pauseWatermark,
          pauseOrder,
          resumeOrder,
          placement,
          stickyResume,
          moveGap,
          resumeIdle,
          tick,
          actingWeight,
          actingHalfLife,
          growthReserveTokens,
          growthShare,
          sharedPrefixes,
          cacheFeedback,
          inheritPriority,
          idleGrace,
          arrivalOrderFor,
          ageing,
          reservationAfter);
    }
  }
}
