package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import io.thunder.event.ThunderEvent;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine with a clock of its own, and everything that it decided. The invariants are checked after
 * every command.
 */
final class RecordedEngine implements EngineOutput {

  static final EngineLimits LIMITS =
      new EngineLimits(1_000, Duration.ofHours(1).toNanos(), 4_000, 10_000_000_000L, 0);

  final List<TurnTicket> decided = new ArrayList<>();
  final Map<TurnTicket, ThunderException> revoked = new HashMap<>();
  final List<ProgramId> ended = new ArrayList<>();
  final List<ThunderEvent> events = new ArrayList<>();

  private final Engine engine;
  private long nowNanos = 1_000_000_000L;
  private long turnIds;

  RecordedEngine(SchedulingPolicy policy) {
    this(policy, LIMITS);
  }

  RecordedEngine(SchedulingPolicy policy, EngineLimits limits) {
    engine = new Engine(policy, limits, this);
  }

  /** An engine of one backend "b" that is up. */
  static RecordedEngine of(SchedulingPolicy policy, long capacityTokens) {
    RecordedEngine run = new RecordedEngine(policy);
    run.up("b", capacityTokens);
    return run;
  }

  /**
   * Whole capacity usable, nothing reserved for growth, so that scenarios count in plain tokens. Set
   * in full, so that scenarios do not depend on what is the default.
   */
  static SchedulingPolicy.Builder plain() {
    return SchedulingPolicy.builder()
        .name("plain")
        .admitWatermark(1.0)
        .pauseWatermark(1.0)
        .pauseOrder(PauseOrder.LARGEST_FIRST)
        .resumeOrder(ResumeOrder.AGED)
        .placement(Placement.MOST_FREE)
        .stickyResume(true)
        .moveGap(1)
        .resumeIdle(false)
        .tick(Duration.ZERO)
        .actingWeight(1.0)
        .actingHalfLife(Duration.ZERO)
        .growthReserveTokens(0)
        .growthShare(0)
        .sharedPrefixes(true)
        .cacheFeedback(false)
        .inheritPriority(false)
        .idleGrace(Duration.ZERO)
        .arrivalOrderFor(Duration.ZERO)
        .ageing(Duration.ofMinutes(10))
        .reservationAfter(Duration.ofMinutes(15));
  }

  /* --------------- Commands --------------- */

  void apply(Command command) {
    engine.apply(command, nowNanos);
    assertThat(engine.selfCheck()).as("invariants after %s", command).isEmpty();
  }

  void pass(Duration time) {
    nowNanos += time.toNanos();
  }

  void tick() {
    apply(new Command.Tick());
  }

  void add(String backend, long capacityTokens) {
    apply(new Command.BackendAdded(Backend.vllm("http://" + backend + ":8000")
        .withId(backend)
        .withCapacityTokens(capacityTokens)));
  }

  /** Adds a backend, 0 tokens for a capacity that nobody knows, and lets it answer a probe. */
  void up(String backend, long capacityTokens) {
    add(backend, capacityTokens);
    observe(backend, BackendReading.EMPTY);
  }

  void observe(String backend, BackendReading reading) {
    apply(new Command.BackendObserved(new BackendId(backend), reading));
  }

  void observeUsage(String backend, double kvUsage) {
    observe(backend, new BackendReading(null, null, kvUsage, null, null, null, null, null));
  }

  void down(String backend) {
    unreachable(backend);
    unreachable(backend);
  }

  void unreachable(String backend) {
    apply(new Command.BackendUnreachable(new BackendId(backend), "connection refused"));
  }

  /** A turn found it overloaded; it asked to be left alone for so long, or did not if that is zero. */
  void overloaded(String backend, Duration retryAfter) {
    apply(new Command.BackendOverloaded(
        new BackendId(backend),
        "too many requests",
        retryAfter.toNanos(),
        /* failedBefore= */ null));
  }

  void cacheLost(String backend) {
    apply(new Command.CacheLost(new BackendId(backend)));
  }

  void remove(String backend) {
    apply(new Command.BackendRemoved(new BackendId(backend)));
  }

  TurnTicket arriveText(String program, long promptChars) {
    return arrive(program, promptChars, 0, 0);
  }

  TurnTicket arrive(String program, long promptTokens, PromptPrefix... prefixes) {
    return arrive(program, 0, promptTokens, 0, List.of(prefixes), null);
  }

  /** The first turn of a program that another one started. */
  TurnTicket arriveFrom(
      ParentProgram parent, String program, long promptTokens, PromptPrefix... prefixes) {
    return arrive(program, 0, promptTokens, 0, List.of(prefixes), parent);
  }

  TurnTicket arrive(
      String program, long promptChars, long promptTokens, int maxTokens, String... failedOn) {
    return arrive(program, promptChars, promptTokens, maxTokens, List.of(), null, failedOn);
  }

  private TurnTicket arrive(
      String program,
      long promptChars,
      long promptTokens,
      int maxTokens,
      List<PromptPrefix> prefixes,
      ParentProgram parent,
      String... failedOn) {
    TurnTicket turn = new TurnTicket(
        ++turnIds,
        new ProgramId(program),
        "",
        promptChars,
        promptTokens,
        maxTokens,
        prefixes,
        parent);
    for (String backend : failedOn) {
      turn.failedOn = turn.failedOn.and(new BackendId(backend));
    }
    apply(new Command.TurnArrived(turn));
    return turn;
  }

  void progress(TurnTicket turn, long generatedTokens) {
    apply(new Command.TurnProgressed(turn, generatedTokens));
  }

  void finish(TurnTicket turn, long promptTokens, long completionTokens) {
    end(turn, TurnOutcome.SUCCEEDED, new Usage(promptTokens, completionTokens, null));
  }

  void end(TurnTicket turn, TurnOutcome outcome, Usage usage) {
    apply(new Command.TurnFinished(turn, outcome, usage));
  }

  void fail(TurnTicket turn) {
    end(turn, TurnOutcome.FAILED, null);
  }

  void withdraw(TurnTicket turn, boolean evenIfRunning) {
    apply(new Command.TurnWithdrawn(turn, new TurnCancelledException("enough"), evenIfRunning));
  }

  void release(String program) {
    apply(new Command.ProgramReleased(new ProgramId(program), EndReason.RELEASED));
  }

  /** A program whose tool runs, holding exactly so many tokens. */
  void acting(String program, long tokens) {
    TurnTicket turn = arrive(program, tokens);
    assertThat(turn.admittedTo()).as("admission of %s", program).isNotNull();
    finish(turn, tokens, 0);
  }

  /* --------------- Looking --------------- */

  ProgramEntry program(String id) {
    return engine.programs().stream()
        .filter(p -> p.id.value().equals(id))
        .findAny()
        .orElseThrow(() -> new AssertionError("no program " + id));
  }

  boolean knows(String id) {
    return engine.programs().stream().anyMatch(p -> p.id.value().equals(id));
  }

  ProgramState state(String id) {
    return program(id).state;
  }

  String placeOf(String id) {
    return String.valueOf(program(id).backendId());
  }

  BackendEntry backend(String id) {
    return engine.backends().stream()
        .filter(b -> b.id().value().equals(id))
        .findAny()
        .orElseThrow(() -> new AssertionError("no backend " + id));
  }

  List<String> backends() {
    return engine.backends().stream().map(b -> b.id().value()).toList();
  }

  long used(String backend) {
    return backend(backend).ledger.usedTokens(nowNanos);
  }

  int waitingTurns() {
    return engine.waitingTurns();
  }

  /** The programs of all events of a kind, in order. */
  List<String> programsOf(Class<? extends ThunderEvent> kind) {
    return events.stream()
        .filter(kind::isInstance)
        .map(RecordedEngine::programOf)
        .toList();
  }

  private static String programOf(ThunderEvent event) {
    if (event instanceof ThunderEvent.ProgramPaused paused) {
      return paused.program().value();
    }
    if (event instanceof ThunderEvent.ProgramMarked marked) {
      return marked.program().value();
    }
    if (event instanceof ThunderEvent.ProgramUnmarked unmarked) {
      return unmarked.program().value();
    }
    if (event instanceof ThunderEvent.ProgramResumed resumed) {
      return resumed.program().value();
    }
    if (event instanceof ThunderEvent.TurnAdmitted admitted) {
      return admitted.program().value();
    }
    throw new AssertionError("no program asked for of " + event);
  }

  /* --------------- What the engine says --------------- */

  @Override
  public void decided(TurnTicket turn) {
    decided.add(turn);
  }

  @Override
  public void revoked(TurnTicket turn, ThunderException reason) {
    turn.revoke(reason);
    revoked.put(turn, reason);
  }

  @Override
  public void ended(ProgramEntry program) {
    ended.add(program.id);
  }

  @Override
  public boolean isListening() {
    return true;
  }

  @Override
  public void event(ThunderEvent event) {
    events.add(event);
  }
}
