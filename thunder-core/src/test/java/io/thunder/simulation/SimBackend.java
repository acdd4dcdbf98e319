package io.thunder.simulation;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An engine: computes, dies, hangs, comes back without its cache, and lies about its load. */
final class SimBackend {

  /** Whether it answers. */
  enum State {
    WELL,
    FROZEN,
    DEAD
  }

  /** What its metrics are worth. */
  enum Metrics {
    TRUE(null),
    STALE(Fault.METRICS_STALE),
    ZERO(Fault.METRICS_ZERO),
    NOT_A_NUMBER(Fault.METRICS_NOT_A_NUMBER),
    ABSENT(Fault.METRICS_ABSENT);

    static final Set<Metrics> LIES = EnumSet.complementOf(EnumSet.of(TRUE));

    /** What they are if they are read, or null. */
    final Fault fault;

    Metrics(Fault fault) {
      this.fault = fault;
    }
  }

  static final int BLOCK_MAX = 64;
  static final long CAPACITY_MIN = 1_500;

  /** Then one of the four servers that may be behind it starts anew, and the others do not. */
  private static final long LOOKUPS_PER_LOSS = 16;

  private static final Integer[] BLOCKS = {null, null, null, 1, 16, 24, 40, BLOCK_MAX};

  final World world;
  final int index;
  final Backend backend;
  final List<SimCall> calls = new ArrayList<>();
  private final List<CompletableFuture<BackendReading>> hungProbes = new ArrayList<>();
  State state = State.WELL;
  Metrics metrics = Metrics.TRUE;
  private boolean refusesProbes;
  private long capacity;

  /** What its cache was asked for, as far as it can tell: it forgets when it dies. */
  private long lookups;

  /** Whether it was removed, and not added again; then it is only given turns of programs there. */
  private boolean removed;

  /** Whether it belongs to the fleet, which the client is told at once, or as soon as it asks. */
  private boolean wanted;

  /** The first turn that knows of the last request to be left alone, and until when, as shown. */
  private long restsFromTurn;

  private long restsUntilShown = Long.MIN_VALUE;

  private BackendReading last = BackendReading.EMPTY;

  SimBackend(World world, int index) {
    this.world = world;
    this.index = index;
    this.capacity = world.dice.between(CAPACITY_MIN, 16_000);
    String uri = "http://127.0.0.1:" + (8000 + index);
    Backend read =
        switch (world.dice.below(8)) {
          case 0 -> Backend.sglang(uri);
          case 1 -> Backend.skyrl(uri);
          case 2 -> Backend.slime(uri);
          case 3 -> Backend.openAi(uri);
          default -> Backend.vllm(uri);
        };
    read = read.withId("b" + index);
    this.backend = world.dice.oneIn(4) ? read.withCapacityTokens(capacity) : read;
  }

  BackendUnavailableException refusal() {
    return new BackendUnavailableException("connection refused", null);
  }

  /** It belongs to the fleet from the start. */
  void want() {
    wanted = true;
  }

  boolean isWanted() {
    return wanted;
  }

  void join() {
    wanted = true;
    if (world.plan.sourceInterval == null) {
      joined();
      world.client.addBackend(backend);
    }
  }

  void leave() {
    wanted = false;
    if (world.plan.sourceInterval == null) {
      removed = true;
      world.client.removeBackend(backend.id());
    }
  }

  private void joined() {
    removed = false;
    restsUntilShown = Long.MIN_VALUE; // the client may know it anew
  }

  /** The client still believes what it was told last. */
  void listAgain() {
    if (!removed) {
      joined();
    }
  }

  /** The client asks whether it belongs to the fleet. */
  boolean isListed() {
    if (wanted) {
      joined();
    }
    removed = !wanted;
    return wanted;
  }

  /** It is about to tell the client to leave it alone. */
  void rest(Duration time) {
    long until = world.time.reading() + Math.min(time.toNanos(), Healing.REST_MAX);
    restsFromTurn = world.nextTurn();
    restsUntilShown = Math.max(restsUntilShown, until);
  }

  /** Whether a turn begun since then must not be sent here yet. */
  boolean rests(SimTurn turn) {
    return turn.number >= restsFromTurn && world.time.latestShown() < restsUntilShown;
  }

  boolean isRemoved() {
    return removed;
  }

  void die() {
    state = State.DEAD;
    for (SimCall call : calls.toArray(SimCall[]::new)) {
      call.fail(refusal());
    }
    failProbes();
  }

  /** Computes no more; what hung stays so, and probes hang, too, or are refused. */
  void freeze() {
    state = State.FROZEN;
    refusesProbes = world.dice.coin();
  }

  /** Comes back; what hung is answered late, and what a restart cost is gone. */
  void recover() {
    boolean wasDead = state == State.DEAD;
    state = State.WELL;
    if (wasDead && world.strikes(Fault.CAPACITY_CHANGED, 2)) {
      capacity = world.dice.between(CAPACITY_MIN, 16_000);
    }
    lookups = wasDead ? 0 : lookups;
    for (SimCall call : calls.toArray(SimCall[]::new)) {
      call.recover();
    }
    failProbes();
  }

  /** Ends what it computes. */
  void abort() {
    for (SimCall call : calls.toArray(SimCall[]::new)) {
      call.answerLater();
    }
  }

  private void failProbes() {
    List<CompletableFuture<BackendReading>> hung = List.copyOf(hungProbes);
    hungProbes.clear();
    for (CompletableFuture<BackendReading> probe : hung) {
      probe.completeExceptionally(refusal());
    }
  }

  void answer(CompletableFuture<BackendReading> probe) {
    if (state == State.FROZEN && !refusesProbes) {
      hungProbes.add(probe);
    } else if (state != State.WELL || world.strikes(Fault.PROBE_FAILED, 8)) {
      probe.completeExceptionally(refusal());
    } else {
      BackendReading reading = reading();
      last = reading;
      probe.complete(reading);
    }
  }

  private BackendReading reading() {
    if (metrics.fault != null) {
      world.journal.count(metrics.fault);
    }
    return switch (metrics) {
      case TRUE -> truth();
      case STALE -> last;
      case ZERO -> new BackendReading(0L, 0, 0.0, 0L, 0L, 0L, 0L, 0L);
      case NOT_A_NUMBER ->
        new BackendReading(capacity, null, Double.NaN, null, null, null, null, null);
      case ABSENT -> BackendReading.EMPTY;
    };
  }

  private BackendReading truth() {
    long used = 0;
    for (SimCall call : calls) {
      used += call.turn.promptTokens();
    }
    if (backend.kind() == BackendKind.OPENAI) { // it says nothing, and its turns must teach it
      return BackendReading.EMPTY;
    }
    double usage = Math.min(1, (double) used / capacity);
    Integer block = world.isFaulty() ? world.dice.any(BLOCKS) : null;
    BackendReading reading =
        new BackendReading(capacity, block, usage, (long) calls.size(), 0L, ++lookups, null, null);
    long losses = lookups / LOOKUPS_PER_LOSS;
    return reading.withCachesLost(0.25 * losses);
  }

  long capacity() {
    return capacity;
  }
}
