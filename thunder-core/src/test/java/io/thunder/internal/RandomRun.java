package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.backend.TokenCounts;
import io.thunder.capacity.Blocks;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import io.thunder.event.Finding;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.EndReason;
import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.PauseOrder;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.ResumeOrder;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One random run of an engine. A seed draws the policy, the backends and every command; after each
 * command the invariants are checked. Then the faults stop, and every waiting turn must be served.
 */
final class RandomRun implements EngineOutput, ThunderListener {

  private static final long SECOND = 1_000_000_000L;

  private final long seed;
  private final SplittableRandom random;
  private final SchedulingPolicy policy;
  private final Engine engine;
  private final List<TurnTicket> waiting = new ArrayList<>();
  private final List<TurnTicket> running = new ArrayList<>();
  private final Map<TurnTicket, String> outcomes = new HashMap<>();
  private final Set<ProgramId> released = new HashSet<>();

  /** What happened, hashed; equal for equal seeds. */
  private long trace = 17;

  private long now;
  private long turns;
  private int step;

  /** Whose turn ends, and who leaves with it if it was marked; or null. */
  private ProgramId ending;

  private String command = "none";

  /** Sizes of the programs paused by the present command, by backend. */
  private final Map<BackendId, List<ThunderEvent.ProgramPaused>> paused = new LinkedHashMap<>();

  private final Set<BackendId> placedOn = new HashSet<>();
  private final Set<ProgramId> arrived = new HashSet<>();

  RandomRun(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.now = random.nextLong(-SECOND * 1000, SECOND * 1000);
    this.policy = drawPolicy();
    this.engine = new Engine(
        policy,
        new EngineLimits(random.nextInt(3, 60), 1800 * SECOND, 4_000, 30 * SECOND, 0),
        this);
  }

  /** Runs; returns a hash of everything that happened. */
  long run(int commands) {
    int backends = random.nextInt(1, 5);
    for (int i = 0; i < backends; i++) {
      apply(new Command.BackendAdded(backend(i)));
      apply(new Command.BackendObserved(new BackendId("b" + i), reading()));
    }
    for (step = 0; step < commands; step++) {
      now += drawElapsed();
      apply(drawCommand());
    }
    heal(backends);
    return trace;
  }

  private SchedulingPolicy drawPolicy() {
    int kind = random.nextInt(10);
    if (kind == 0) {
      Placement strategy = any(Placement.values());
      return strategy == Placement.BEST_FIT
          ? SchedulingPolicy.passThrough()
          : SchedulingPolicy.routed(strategy, random.nextBoolean());
    }
    if (kind == 1) {
      return SchedulingPolicy.publishedWithDecay();
    }
    if (kind == 2) {
      return SchedulingPolicy.published();
    }
    if (kind < 7) {
      return SchedulingPolicy.thunder();
    }
    double admit = 0.5 + 0.5 * random.nextDouble();
    return SchedulingPolicy.builder()
        .admitWatermark(admit)
        .pauseWatermark(admit + 0.2 * random.nextDouble())
        .pauseOrder(any(PauseOrder.values()))
        .resumeOrder(any(ResumeOrder.values()))
        .placement(any(Placement.values()))
        .stickyResume(random.nextBoolean())
        .resumeIdle(random.nextBoolean())
        .actingWeight(random.nextBoolean() ? 1.0 : random.nextDouble())
        .growthReserveTokens(random.nextBoolean() ? 0 : 64)
        .growthShare(random.nextDouble())
        .sharedPrefixes(random.nextInt(4) > 0)
        .cacheFeedback(random.nextBoolean())
        .inheritPriority(random.nextBoolean())
        .idleGrace(Duration.ofSeconds(random.nextInt(3) * 15L))
        .arrivalOrderFor(Duration.ofSeconds(20L * random.nextInt(3)))
        .reservationAfter(Duration.ofSeconds(random.nextInt(1, 600)))
        .moveGap(random.nextBoolean() ? 1 : random.nextDouble())
        .build();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private Backend backend(int index) {
    return Backend.vllm("http://127.0.0.1:" + (8000 + index)).withId("b" + index);
  }

  private BackendReading reading() {
    Long capacity = random.nextInt(8) == 0 ? null : random.nextLong(1_000, 20_000);
    Double usage = random.nextInt(4) == 0 ? random.nextDouble() : null;
    Integer block = random.nextInt(16) == 0 ? 1 << random.nextInt(6) : null;
    return new BackendReading(capacity, block, usage, null, null, null, null, null);
  }

  private long drawElapsed() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextLong(60 * SECOND);
      case 1 -> -random.nextLong(SECOND); // a clock that jumps back
      default -> random.nextLong(SECOND / 10);
    };
  }

  private Command drawCommand() {
    int kind = random.nextInt(100);
    BackendId backend = new BackendId("b" + random.nextInt(5));
    if (kind < 40) {
      return arrival(new ProgramId("p" + random.nextInt(24)), random.nextInt(50) == 0);
    }
    if (kind < 65 && !running.isEmpty()) {
      return finish(running.get(random.nextInt(running.size())));
    }
    if (kind < 75 && !running.isEmpty()) {
      TurnTicket turn = running.get(random.nextInt(running.size()));
      return new Command.TurnProgressed(turn, random.nextLong(1_200));
    }
    if (kind < 80 && !(waiting.isEmpty() && running.isEmpty())) {
      List<TurnTicket> from = waiting.isEmpty() ? running : waiting;
      return new Command.TurnWithdrawn(
          from.get(random.nextInt(from.size())),
          new TurnCancelledException("withdrawn"),
          random.nextBoolean());
    }
    if (kind < 88) {
      ProgramId program = new ProgramId("p" + random.nextInt(24));
      released.add(program);
      return new Command.ProgramReleased(program, EndReason.RELEASED);
    }
    return switch (kind) {
      case 88, 89 -> new Command.BackendUnreachable(backend, "refused");
      case 90, 91, 92, 93 -> new Command.BackendObserved(backend, reading());
      case 94 -> new Command.BackendAdded(backend(random.nextInt(5)));
      case 95 ->
        random.nextInt(4) == 0
            ? new Command.BackendRemoved(backend)
            : new Command.BackendObserved(backend, reading());
      default -> new Command.Tick();
    };
  }

  private Command arrival(ProgramId program, boolean huge) {
    TurnTicket turn = new TurnTicket(
        turns++,
        program,
        random.nextInt(4) == 0 ? "other" : "",
        random.nextLong(1, huge ? 200_000 : 12_000),
        random.nextBoolean() ? 0 : random.nextLong(1, huge ? 40_000 : 3_000),
        random.nextInt(3) == 0 ? random.nextInt(1, 500) : 0,
        prefixes(),
        parent());
    if (random.nextInt(20) == 0) {
      int last = random.nextInt(5);
      for (int failed = last & 1; failed <= last; failed += 2) {
        turn.failedOn = turn.failedOn.and(new BackendId("b" + failed));
      }
    }
    arrived.add(program);
    return new Command.TurnArrived(turn);
  }

  /** One program in three was started by another, which may have ended, or never begun. */
  private ParentProgram parent() {
    if (random.nextInt(3) > 0) {
      return null;
    }
    long inherited = 400L * random.nextInt(4);
    ProgramId id = new ProgramId("p" + random.nextInt(24));
    return random.nextBoolean()
        ? ParentProgram.ofTokens(id.value(), inherited)
        : ParentProgram.ofChars(id.value(), 4 * inherited);
  }

  private List<PromptPrefix> prefixes() {
    if (random.nextInt(3) == 0) {
      return List.of();
    }
    if (random.nextBoolean()) { // known as text, as in a chat
      PromptPrefix tools = PromptPrefix.ofChars(-1, random.nextLong(6_000));
      PromptPrefix task = PromptPrefix.ofChars(-random.nextInt(2, 6), tools.chars() + 2_000);
      return List.of(tools, task);
    }
    PromptPrefix system = new PromptPrefix(1, 900);
    int task = random.nextInt(2, 6);
    return random.nextBoolean()
        ? List.of(system)
        : List.of(system, new PromptPrefix(task, 900 + 100 * task));
  }

  private Command finish(TurnTicket turn) {
    TurnOutcome outcome = random.nextInt(5) > 0
        ? TurnOutcome.SUCCEEDED
        : random.nextBoolean() ? TurnOutcome.FAILED : TurnOutcome.CANCELLED;
    long prompt = random.nextInt(50) == 0 ? TokenCounts.MAX : random.nextLong(1, 3_000);
    Usage usage = random.nextInt(6) == 0
        ? null
        : new Usage(
            prompt,
            random.nextInt(20) == 0 ? random.nextLong(TokenCounts.MAX) : random.nextLong(800),
            random.nextBoolean() ? null : random.nextLong(prompt + 1));
    return new Command.TurnFinished(turn, outcome, usage);
  }

  private void apply(Command next) {
    command = next.toString();
    ending = next instanceof Command.TurnFinished end ? end.turn().programId() : null;
    paused.clear();
    placedOn.clear();
    engine.apply(next, now);
    if (next instanceof Command.TurnFinished done) {
      over(done.turn(), "finished");
    } else if (next instanceof Command.TurnWithdrawn gone && gone.evenIfRunning()) {
      over(gone.turn(), "finished");
    }
    List<Finding> broken = engine.selfCheck();
    if (!broken.isEmpty()) {
      throw failure(broken.toString());
    }
    checkPlaces();
    checkPauses();
    if (next instanceof Command.ProgramReleased gone) {
      checkNothingIsLeft(gone.program());
    }
    arrived.clear();
  }

  /** Every turn is where the engine's decisions say it is, and has at most one outcome. */
  private void checkPlaces() {
    int inFlight =
        engine.programs().stream().mapToInt(ProgramEntry::turnsInFlight).sum();
    if (inFlight != running.size() || engine.waitingTurns() != waiting.size()) {
      String engineSays = inFlight + " in flight and " + engine.waitingTurns() + " waiting";
      throw failure(engineSays + " but " + running.size() + " and " + waiting.size());
    }
  }

  /** An overflow pauses at most one program more than the fewest that would do. */
  private void checkPauses() {
    if (policy.pauseOrder() == PauseOrder.SMALLEST_FIRST || policy.actingWeight() < 1) {
      return;
    }
    paused.forEach((id, pauses) -> {
      BackendEntry backend =
          engine.backends().stream().filter(b -> b.id().equals(id)).findAny().orElse(null);
      if (backend != null && backend.isUp() && !placedOn.contains(id)) {
        List<Long> candidates = new ArrayList<>();
        pauses.forEach(pause -> candidates.add(own(pause, backend.blockTokens)));
        backend.programs.forEach(p -> {
          if (p.state == ProgramState.ACTING) {
            candidates.add(p.freedTokens());
          }
        });
        candidates.sort(Comparator.reverseOrder());
        long overflow = Math.max(
            pauses.stream()
                .mapToLong(p -> p.usedTokens() - p.limitTokens())
                .max()
                .orElse(0),
            backend.excess()
                + pauses.stream()
                    .mapToLong(ThunderEvent.ProgramPaused::freedTokens)
                    .sum());
        int needed = 0;
        for (long freed = 0; freed < overflow && needed < candidates.size(); needed++) {
          freed += candidates.get(needed);
        }
        if (pauses.size() > needed + 1) {
          throw failure(pauses.size() + " programs paused where " + needed + " do");
        }
      }
    });
  }

  /** What of a paused program nobody could share. */
  private long own(ThunderEvent.ProgramPaused pause, int blockTokens) {
    long shared = engine.programs().stream()
        .filter(p -> p.id.equals(pause.program()))
        .flatMap(p -> p.prefixesWithin(pause.freedTokens()).stream())
        .mapToLong(PromptPrefix::tokens)
        .max()
        .orElse(0);
    return pause.freedTokens() - Blocks.roundDown(shared, blockTokens);
  }

  private void checkNothingIsLeft(ProgramId program) {
    boolean listed = engine.programs().stream().anyMatch(p -> p.id.equals(program));
    boolean placed = false;
    for (BackendEntry backend : engine.backends()) {
      for (ProgramEntry each : backend.programs) {
        placed |= each.id.equals(program);
      }
    }
    boolean turnLeft = waiting.stream().anyMatch(t -> t.programId().equals(program))
        || running.stream().anyMatch(t -> t.programId().equals(program));
    if (listed || placed || turnLeft) {
      throw failure("something is left of released " + program);
    }
  }

  /** Faults stop: all backends are up, turns end. Whatever waits must be served or refused. */
  private void heal(int backends) {
    for (int i = 0; i < backends; i++) {
      apply(new Command.BackendAdded(backend(i)));
      apply(new Command.BackendObserved(new BackendId("b" + i), BackendReading.ofCapacity(8_000)));
    }
    int rounds = 0;
    while (!waiting.isEmpty()) {
      for (TurnTicket turn : List.copyOf(running)) {
        apply(finish(turn));
      }
      now += 10 * SECOND;
      for (BackendEntry backend : List.copyOf(engine.backends())) {
        apply(new Command.BackendObserved(backend.id(), BackendReading.EMPTY));
      }
      apply(new Command.Tick());
      if (++rounds > 1_000) {
        throw failure(waiting.size() + " turns still wait after " + rounds + " rounds");
      }
    }
    apply(new Command.Closed());
    if (!running.isEmpty() || !engine.programs().isEmpty()) {
      throw failure("closed, but not empty");
    }
  }

  private AssertionError failure(String what) {
    return new AssertionError("seed " + seed + ", step " + step + ", policy " + policy.name()
        + ", after " + command + ": " + what);
  }

  /* --------------- What the engine says --------------- */

  @Override
  public void decided(TurnTicket turn) {
    trace = trace * 31 + turn.id();
    if (turn.admittedTo() != null) {
      waiting.remove(turn);
      running.add(turn);
      trace = trace * 31 + turn.admittedTo().id().hashCode();
    } else {
      waiting.remove(turn);
      over(turn, "refused");
    }
  }

  @Override
  public void revoked(TurnTicket turn, ThunderException reason) {
    over(turn, "revoked");
  }

  private void over(TurnTicket turn, String outcome) {
    boolean ran = running.remove(turn);
    if (!ran && outcome.equals("finished")) {
      return; // a late or second end, which the engine ignores
    }
    String before = outcomes.put(turn, outcome);
    if (before != null) {
      throw failure("turn " + turn.id() + " was " + before + ", then " + outcome);
    }
  }

  @Override
  public void ended(ProgramEntry program) {
    trace = trace * 31 + program.id.hashCode();
  }

  @Override
  public boolean isListening() {
    return true;
  }

  @Override
  public void event(ThunderEvent event) {
    trace = trace * 31 + event.hashCode();
    event.deliverTo(this);
  }

  @Override
  public void onTurnQueued(ThunderEvent.TurnQueued event) {
    outstanding(event.turn());
  }

  private void outstanding(long turn) {
    engine.programs().stream()
        .filter(p -> p.turnsWaiting() > 0)
        .flatMap(p -> (p.backend == null ? p.turns.copy() : p.delayed()).stream())
        .filter(t -> t.id() == turn)
        .forEach(waiting::add);
  }

  @Override
  public void onProgramPaused(ThunderEvent.ProgramPaused event) {
    boolean overflow = event.usedTokens() > event.limitTokens();
    if (overflow && !arrived.contains(event.program()) && !event.program().equals(ending)) {
      paused.computeIfAbsent(event.backend(), id -> new ArrayList<>()).add(event);
    }
  }

  @Override
  public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
    placedOn.add(event.backend());
    BackendEntry backend = engine.backends().stream()
        .filter(b -> b.id().equals(event.backend()))
        .findAny()
        .get();
    boolean alone = backend.programs.size() == 1;
    boolean continued = isEvicted(event.program()) || arrived.contains(event.program());
    long used = backend.ledger.usedTokens(engine.nowNanos());
    if (policy.capacityAware() && !alone && !continued && used > backend.admitLimit()) {
      throw failure(
          event.program() + " was placed: " + used + " tokens, limit " + backend.admitLimit());
    }
    if (backend.health != BackendHealth.UP) {
      throw failure(event.program() + " was placed on a backend that is " + backend.health);
    }
  }

  /** Whether a program is still where it was when its backend went down, which has come back. */
  private boolean isEvicted(ProgramId program) {
    return engine.programs().stream().anyMatch(p -> p.id.equals(program) && p.evicted);
  }
}
