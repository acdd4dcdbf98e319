package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.capacity.Blocks;
import io.thunder.capacity.GrowthForecast;
import io.thunder.capacity.TokenEstimator;
import io.thunder.program.ProgramEvent;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.program.SpaceTimeCosts;
import io.thunder.scheduling.ResumeGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One program. Written by the engine only; read by others only inside an inspection. */
public final class ProgramEntry {

  final ProgramId id;

  /** The id's, kept here for the table of programs, which looks at nothing else. */
  final String name;

  final long serial;

  /** Its turns: in flight while it is placed, waiting while it is in the pool. */
  final TurnList turns = new TurnList();

  /**
   * Turns that wait until those in flight have ended, since their backend is not up: a program is in
   * one place, and will be elsewhere then. Null for most programs.
   */
  private @Nullable TurnList delayed;

  final GrowthForecast growth = new GrowthForecast();
  final CostMeter costs = new CostMeter();

  ProgramState state = ProgramState.NEW;

  @Nullable
  BackendEntry backend;

  @Nullable
  BackendEntry lastBackend;

  // The last turn that an engine counted; no characters means that there is none.
  private long lastPromptChars;
  private long lastPromptTokens;
  private long lastCompletionTokens;

  /** What its prompts begin with, in order of length. Kept by the shared prefixes. */
  List<SharedStart> starts = List.of();

  /** What it shares with programs that it started, or that started it. Kept by the forks. */
  List<SharedStart> forks = List.of();

  /** The one of them that it brought, if it did; then its text tells how long that is. */
  @Nullable
  SharedStart forkedAt;

  /** What of that other programs begin with too. Does not change while it is in the pool. */
  List<PromptPrefix> prefixes = List.of();

  /** What the backend's ledger counts of them. */
  List<PromptPrefix> placedPrefixes = List.of();

  /** Their tokens, in whole blocks. */
  long placedPrefixTokens;

  /** What the context takes between turns, as the engine counted it. */
  long baseTokens;

  /** What the backend's ledger holds for this program, in whole blocks. */
  long chargedTokens;

  /** Its turns that its backend counts as in flight. */
  int bookedTurns;

  /** Whether it was cold when it was booked. */
  boolean bookedCold;

  /** Since when the ledger holds it as it does now. */
  long bookedSinceNanos;

  /** Since when its tool runs while its backend holds its cache. */
  long actingSinceNanos;

  /** Token-seconds held while turns ran, until {@link #heldSinceNanos}, not booked yet. */
  private double heldTokenSeconds;

  long heldSinceNanos;

  /** More than one turn ran since the program last acted, so that its context has branches. */
  boolean branched;

  /** Marked because its backend goes away; never unmarked. */
  boolean evicted;

  boolean everAdmitted;

  /** None of its turns has been computed where it is now: its prompt is, from its start. */
  boolean cold;

  /** What it left on its last backend is no longer cached there. */
  boolean cacheGone;

  /** Started by a program that waits for it. */
  boolean awaited;

  long pausedSinceNanos;
  long waitingSinceNanos;
  long idleSinceNanos;
  long turnsEnded;

  // Kept by the programs of its backend.
  @Nullable
  ProgramEntry placedBefore;

  @Nullable
  ProgramEntry placedAfter;

  // Places in heaps. A program is in at most one heap of each kind.
  int placeIndex = IndexedHeap.ABSENT;
  int actingIndex = IndexedHeap.ABSENT;
  int ageIndex = IndexedHeap.ABSENT;
  int sizeIndex = IndexedHeap.ABSENT;
  int overdueIndex = IndexedHeap.ABSENT;

  // What it is kept under in those heaps that lag behind.
  long actingKey;
  long sizeKey;

  long orderKey;
  long needTokens;

  /** Where its cache may be while it is on no backend, or null. */
  @Nullable
  BackendEntry cachedOn() {
    return cacheGone ? null : lastBackend;
  }

  /** Whether a server that may have had its cache has lost it since its last turn. */
  boolean isCacheDoubted() {
    return backend != null && actingSinceNanos <= backend.cachesDoubtedNanos;
  }

  /** What its backend has to compute for it from its start. */
  long coldTokens() {
    return bookedCold && bookedTurns > 0 ? chargedTokens : 0;
  }

  /** The part of the need that no other program shares. */
  long ownTokens() {
    List<PromptPrefix> shared = prefixesWithin(needTokens);
    return shared.isEmpty()
        ? needTokens
        : needTokens - shared.get(shared.size() - 1).tokens();
  }

  /** What of so many tokens it shares: a prefix said to be longer than all it holds cannot be. */
  List<PromptPrefix> prefixesWithin(long tokens) {
    int within = prefixes.size();
    while (within > 0 && prefixes.get(within - 1).tokens() > tokens) {
      within--;
    }
    return within == prefixes.size() ? prefixes : prefixes.subList(0, within);
  }

  @Nullable
  BackendEntry reservation;

  ProgramEntry(ProgramId id, long serial) {
    this.id = id;
    this.name = id.value();
    this.serial = serial;
  }

  /** What a pause frees at least: what it shares may stay, as long as others hold it here. */
  long freedTokens() {
    return chargedTokens - placedPrefixTokens;
  }

  /** Whether no other turn of it runs or waits. */
  boolean hasNoTurnBut(TurnTicket turn) {
    return turns.isEmpty() || (turns.size() == 1 && turns.contains(turn));
  }

  /** Lets a turn wait until those in flight have ended. */
  void delay(TurnTicket turn) {
    if (delayed == null) {
      delayed = new TurnList();
    }
    delayed.add(turn);
  }

  /** Takes out one that waits so. */
  void withdrawDelayed(TurnTicket turn) {
    if (delayed != null) {
      delayed.remove(turn);
    }
  }

  /** Takes out all that wait so. */
  List<TurnTicket> takeDelayed() {
    return delayed == null ? List.of() : delayed.clear();
  }

  /** Those that wait so, as they are now. */
  List<TurnTicket> delayed() {
    return delayed == null ? List.of() : delayed.copy();
  }

  boolean hasDelayed() {
    return delayed != null && !delayed.isEmpty();
  }

  /** Whether an engine has counted a turn of it. */
  boolean hasCountedTurn() {
    return lastPromptChars > 0;
  }

  /** Estimates the tokens of its next prompt by what an engine counted for its last one. */
  long continuedBy(long promptChars, TokenEstimator estimator) {
    return estimator.continued(
        promptChars, lastPromptChars, lastPromptTokens, lastCompletionTokens);
  }

  void counted(long promptChars, long promptTokens, long completionTokens) {
    lastPromptChars = promptChars;
    lastPromptTokens = promptTokens;
    lastCompletionTokens = completionTokens;
  }

  void on(ProgramEvent event) {
    state = state.on(event);
  }

  /** What the program takes, or will take, with its turns in flight; in whole blocks. */
  long footprint(int blockTokens) {
    return Blocks.roundUp(union(null), blockTokens);
  }

  /** What it would take with one more turn in flight, in whole blocks. */
  long footprintWith(TurnTicket more, int blockTokens) {
    return Blocks.roundUp(union(more), blockTokens);
  }

  /**
   * Turns of one program branch off a common context: what they share is counted once, what each
   * adds is counted for each. One turn alone replaces the context, which may have been rewritten.
   */
  private long union(@Nullable TurnTicket more) {
    int count = turns.size() + (more == null ? 0 : 1);
    if (count == 0) {
      return baseTokens;
    }
    TurnTicket last = more == null ? turns.first() : more;
    if (count == 1 && !branched && last != null) {
      return last.tokens();
    }
    long common = more == null ? baseTokens : Math.min(baseTokens, more.promptTokens);
    long all = more == null ? 0 : more.tokens();
    for (TurnTicket turn : turns) {
      common = Math.min(common, turn.promptTokens);
      all += turn.tokens();
    }
    return Math.max(baseTokens, common + all - count * common);
  }

  /** Adds up what is held by turns in flight, before it changes. */
  void meterHeld(long nowNanos) {
    heldTokenSeconds += chargedTokens * ((nowNanos - heldSinceNanos) / 1e9);
    heldSinceNanos = nowNanos;
  }

  /** What was held by turns in flight since this was last asked, in token-seconds. */
  double takeHeld(long nowNanos) {
    meterHeld(nowNanos);
    double held = heldTokenSeconds;
    heldTokenSeconds = 0;
    return held;
  }

  ResumeGroup group() {
    if (turns.isEmpty()) {
      return ResumeGroup.IDLE;
    }
    return everAdmitted || awaited ? ResumeGroup.RETURNING : ResumeGroup.NEW;
  }

  /**
   * The program's id.
   *
   * @return the id
   */
  public ProgramId id() {
    return id;
  }

  /**
   * The program's state.
   *
   * @return the state
   */
  public ProgramState state() {
    return state;
  }

  /**
   * Where the program is placed.
   *
   * @return the backend, or null if it is paused
   */
  public @Nullable BackendId backendId() {
    return backend == null ? null : backend.id();
  }

  /**
   * Where the program is placed, or was last; known after its end too.
   *
   * @return the backend, or null if it was on none, or that one went down
   */
  public @Nullable Backend lastBackend() {
    return lastBackend == null ? null : lastBackend.backend();
  }

  /**
   * What the program's backend holds for it, or what it would need if it were placed.
   *
   * @return tokens
   */
  public long footprintTokens() {
    if (backend != null) {
      return chargedTokens;
    }
    return turns.isEmpty() ? baseTokens : needTokens;
  }

  /**
   * Turns being computed.
   *
   * @return how many
   */
  public int turnsInFlight() {
    return backend == null ? 0 : turns.size();
  }

  /**
   * Turns in the pool, or waiting until those in flight end.
   *
   * @return how many
   */
  public int turnsWaiting() {
    if (backend == null) {
      return turns.size();
    }
    return delayed == null ? 0 : delayed.size();
  }

  /**
   * Turns that ended, whatever their outcome.
   *
   * @return how many
   */
  public long turnsEnded() {
    return turnsEnded;
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
