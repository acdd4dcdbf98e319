package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.capacity.Blocks;
import io.thunder.capacity.CachePressure;
import io.thunder.capacity.LearntCapacity;
import io.thunder.capacity.Ledger;
import io.thunder.chat.Usage;
import io.thunder.program.SpaceTimeCosts;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One backend. Written by the engine only; read by others only inside an inspection. */
public final class BackendEntry {

  final Backend backend;
  final long serial;
  final Ledger ledger;
  final CostMeter costs = new CostMeter();

  /** Whether a capacity that is known is there for us, and what one is that is not. */
  private final CachePressure pressure = new CachePressure();

  private final LearntCapacity learnt;
  private final long assumedTokens;

  /** Every program placed here, in order of placement. */
  final PlacedPrograms programs = new PlacedPrograms();

  final ActingPrograms acting;

  /** REASONING programs that are not marked, the first to be marked on top. */
  final IndexedHeap<ProgramEntry> reasoning;

  /** Marked programs that may be unmarked, the first to be unmarked on top. */
  final IndexedHeap<ProgramEntry> marked;

  private final SchedulingPolicy policy;

  BackendHealth health = BackendHealth.UNKNOWN;
  long capacityTokens;
  boolean capacityKnown;
  int blockTokens = Blocks.DEFAULT_TOKENS;

  /** What a turn needs that room is just being made for. */
  long arrivingTokens;

  /** What the marked programs will give up, those that go away with the backend included. */
  long markedTokens;

  /** The waiting program that the room here is kept for, if any. */
  @Nullable
  ProgramEntry reservedFor;

  /** Whether its engine has said of any turn what it found cached. */
  private boolean showsCached;

  /** Turns being computed here, as booked. */
  int turnsInFlight;

  /** Held by programs in flight whose prompts are computed from their start. */
  long coldTokens;

  /** How long turns here take. */
  final TurnPace pace;

  /** What the last probe saw beyond our turns: requests of others, and more for those that queue. */
  long moreLoad;

  long lastExcessTokens;

  /** What its engine has looked up in its cache since it started, as last read; null if unknown. */
  @Nullable
  Long lastQueryTokens;

  /** How often a router's servers have lost their caches, as last read; null if unknown. */
  @Nullable
  Double lastCachesLost;

  /** Up to when turns that ended here may have left a cache that is gone by now. */
  long cachesDoubtedNanos = Long.MIN_VALUE;

  int failedProbes;

  @Nullable
  String lastFailure;

  /** Until when it asked to be left alone. */
  long askedUntilNanos = Long.MIN_VALUE;

  /** Until when it is left alone since turns failed there. */
  long failedUntilNanos = Long.MIN_VALUE;

  final Breaker breaker = new Breaker();

  /** The only turn that is sent there while it has failed many, if one is. */
  @Nullable
  TurnTicket trial;

  /** Until when its unused room is booked, on the clock that runs while turns wait. */
  long unusedSinceWaitNanos;

  // Kept by the fleet.
  boolean largest;
  long roomTokens;
  int roomIndex = IndexedHeap.ABSENT;

  BackendEntry(
      Backend backend,
      long serial,
      SchedulingPolicy policy,
      long assumedCapacity,
      TurnPace paceOfAll) {
    this.backend = backend;
    this.serial = serial;
    this.policy = policy;
    this.capacityKnown = backend.capacityTokens() > 0;
    this.capacityTokens = capacityKnown ? backend.capacityTokens() : assumedCapacity;
    this.assumedTokens = assumedCapacity;
    this.learnt = new LearntCapacity(capacityTokens);
    this.pace = new TurnPace(paceOfAll);
    this.ledger = new Ledger(policy.actingWeight(), policy.actingHalfLife().toNanos());
    this.acting = new ActingPrograms(policy.pauseOrder());
    this.reasoning = programHeap();
    this.marked = programHeap(p -> -p.orderKey, p -> -p.serial);
  }

  /** A heap by the programs' keys, the smallest first. */
  static IndexedHeap<ProgramEntry> programHeap() {
    return programHeap(p -> p.orderKey, p -> p.serial);
  }

  private static IndexedHeap<ProgramEntry> programHeap(
      ToLongFunction<ProgramEntry> key, ToLongFunction<ProgramEntry> tie) {
    return new IndexedHeap<>(key, tie, p -> p.placeIndex, (p, index) -> p.placeIndex = index);
  }

  BackendId id() {
    return backend.id();
  }

  /** Whether it may be given turns now. */
  boolean isUp() {
    return health == BackendHealth.UP && trial == null;
  }

  /** Whether it may be given turns later, and keeps its programs until then. */
  boolean isResting() {
    return health == BackendHealth.RESTING || (health == BackendHealth.UP && trial != null);
  }

  /** Whether it is left alone, whatever it says about itself. */
  boolean hasToRest(long now) {
    return now < askedUntilNanos || now < failedUntilNanos;
  }

  /** Whether turns may count on it: it is up, or soon will be as far as one can tell. */
  boolean isPromising() {
    return health == BackendHealth.UP || (health == BackendHealth.RESTING && !breaker.isOpen());
  }

  /** Whether turns may count on it, and it is not one that has failed many and is only tried. */
  boolean isSound() {
    return isPromising() && !breaker.isOpen();
  }

  /** Up to where programs may be placed. */
  long admitLimit() {
    return (long) (usableTokens() * policy.admitWatermark());
  }

  /** Above what programs are paused. */
  long pauseLimit() {
    return (long) (usableTokens() * policy.pauseWatermark());
  }

  private double usableTokens() {
    return capacityKnown ? capacityTokens * pressure.share() : capacityTokens;
  }

  /**
   * Learns from a turn what the cache holds, or whether it is there for us: from what its prompt and
   * its answer took, and from what was found cached of its program's context.
   *
   * @param expectedTokens what should have been found, 0 if that is not known
   * @param pressed whether turns wait for room
   * @return whether the limits change, for which {@link #takeLearntCapacity} has to be called
   */
  boolean watchCache(Usage usage, long expectedTokens, boolean pressed) {
    boolean changed = !capacityKnown && learnt.served(usage.totalTokens());
    Long cached = usage.cachedTokens();
    if (cached == null || expectedTokens == 0) {
      return changed;
    }
    long generated = usage.completionTokens();
    int count = programs.size();
    changed |= capacityKnown
        ? pressure.observe(expectedTokens, cached, generated, count)
        : learnt.observe(expectedTokens, cached, generated, count, ledger.heldTokens(), pressed);
    return changed;
  }

  /** Takes over what was learnt of the capacity; returns whether that is new. */
  boolean takeLearntCapacity() {
    long before = capacityTokens;
    capacityTokens = capacityKnown ? before : learnt.tokens();
    return capacityTokens != before;
  }

  /** What was found cached says nothing: the cache was emptied. */
  void cacheEmptied() {
    pressure.cacheEmptied();
    learnt.cacheEmptied();
  }

  /** How much too much is held, with what is kept for a reservation; negative if there is room. */
  long excess() {
    long held = ledger.heldTokens() + arrivingTokens;
    long excess = held - pauseLimit();
    return reservedFor == null
        ? excess
        : Math.max(excess, held + newTokens(reservedFor) - admitLimit());
  }

  /** How much may be placed here, by anybody but the program that the room is kept for. */
  long room(long nowNanos) {
    long free = admitLimit() - ledger.usedTokens(nowNanos);
    return reservedFor == null ? free : free - newTokens(reservedFor);
  }

  /** The share of the capacity that would be held with so many tokens more. */
  double heldShare(long moreTokens) {
    return (double) (ledger.heldTokens() + moreTokens) / capacityTokens;
  }

  /** What a waiting program would add to what is held here. */
  private long newTokens(ProgramEntry program) {
    long need = program.footprint(blockTokens);
    return need - ledger.prefixes().presentTokens(program.prefixesWithin(need), blockTokens);
  }

  /** A program that is alone may take more than the watermark allows: nothing else would do. */
  boolean fits(ProgramEntry program, long nowNanos) {
    if (!policy.capacityAware()) {
      return true;
    }
    if (programs.isEmpty() && (reservedFor == null || reservedFor == program)) {
      return holds(program);
    }
    long room =
        reservedFor == program ? admitLimit() - ledger.usedTokens(nowNanos) : room(nowNanos);
    return newTokens(program) <= room;
  }

  /**
   * Whether counts may be true: what is larger than the whole cache has not been in it. The tokens of
   * many choices may add up to more, but that says nothing about one of them. A prompt may be larger
   * than a capacity that is only assumed.
   */
  boolean believes(Usage usage) {
    return usage.completionTokens() <= generatedTokensMax()
        && (usage.promptTokens() <= capacityTokens || !capacityKnown);
  }

  /** No turn can have generated more: not even where less is learnt to be there than was assumed. */
  long generatedTokensMax() {
    return capacityKnown ? capacityTokens : Math.max(capacityTokens, assumedTokens);
  }

  /**
   * What counts mean: SGLang leaves cached tokens out where there are none (SGLang 0.5,
   * {@code usage_processor.py}), and what stands before an engine of any kind may, so that once some
   * were shown, a turn without is one that found nothing, and not one of which nothing is known.
   */
  Usage read(Usage usage) {
    showsCached |= usage.cachedTokens() != null;
    return usage.cachedTokens() == null && showsCached
        ? new Usage(usage.promptTokens(), usage.completionTokens(), 0L)
        : usage;
  }

  /**
   * Whether it can hold a program at all. What is too large for all goes to the largest, or to one
   * whose size is only assumed.
   */
  boolean holds(ProgramEntry program) {
    return largest || !capacityKnown || program.footprint(blockTokens) <= capacityTokens;
  }

  /**
   * The backend as configured.
   *
   * @return the backend
   */
  public Backend backend() {
    return backend;
  }

  /**
   * Whether it may be given turns.
   *
   * @return the health
   */
  public BackendHealth health() {
    return health;
  }

  /**
   * The capacity that decisions use.
   *
   * @return tokens
   */
  public long capacityTokens() {
    return capacityTokens;
  }

  /**
   * Whether the capacity was configured or read, not assumed.
   *
   * @return true if it is known
   */
  public boolean isCapacityKnown() {
    return capacityKnown;
  }

  /**
   * The ledger, to be read only.
   *
   * @return the ledger
   */
  public Ledger ledger() {
    return ledger;
  }

  /**
   * Programs placed here.
   *
   * @return how many
   */
  public int programCount() {
    return programs.size();
  }

  /**
   * Turns being computed here.
   *
   * @return how many
   */
  public int turnsInFlight() {
    return turnsInFlight;
  }

  /**
   * What its cache was spent on.
   *
   * @return token-seconds
   */
  public SpaceTimeCosts costs() {
    return costs.costs();
  }
}
