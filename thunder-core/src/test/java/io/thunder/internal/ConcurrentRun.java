package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.error.TurnCancelledException;
import io.thunder.event.ThunderEvent;
import io.thunder.program.EndReason;
import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.PromptPrefix;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Agents on threads of their own that share one loop, and the journal of what its engine applied. A
 * seed draws what each agent wants; the threads decide in which order it happens.
 */
final class ConcurrentRun implements EventSink {

  private static final long SECOND = 1_000_000_000L;

  /** Between two changes of the weather, so that most commands are those of the agents. */
  private static final long ROUND_NANOS = 20_000;

  private static final int PROGRAMS = 24;
  private static final int BACKENDS = 3;

  /** What was applied, in order, each with its time. Touched by the holder of the loop only. */
  final List<JournalEntry> journal = new ArrayList<>();

  /** What the engine said, in order. Touched by the holder of the loop only. */
  final List<ThunderEvent> events = new ArrayList<>();

  final Collection<TurnTicket> turns = new ConcurrentLinkedQueue<>();
  final SchedulingPolicy policy;
  final EngineLimits limits = new EngineLimits(40, 60 * SECOND, 4_000, 5 * SECOND, 3 * SECOND);

  private final long seed;
  private final int turnsEach;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong turnIds = new AtomicLong();
  private final AtomicInteger submitted = new AtomicInteger();
  private final EngineLoop loop;

  ConcurrentRun(SchedulingPolicy policy, long seed, int turnsEach) {
    this.policy = policy;
    this.seed = seed;
    this.turnsEach = turnsEach;
    this.loop = new EngineLoop(policy, limits, clock::get, program -> {}, this);
    for (int i = 0; i < BACKENDS; i++) {
      submit(new Command.BackendAdded(backend(i)));
      submit(new Command.BackendObserved(backend(i).id(), BackendReading.ofCapacity(4_000)));
    }
  }

  /** Writes a command down at the moment it is applied, for only then its place is known. */
  private void submit(Command command) {
    submitted.incrementAndGet();
    loop.submit(new Command.Inspected(engine -> {
      journal.add(new JournalEntry(command, engine.nowNanos()));
      command.applyTo(engine, engine.nowNanos());
    }));
  }

  private static Backend backend(int index) {
    return Backend.vllm("http://127.0.0.1:" + (8000 + index)).withId("b" + index);
  }

  /* --------------- Threads --------------- */

  /** One agent's turns, to their end. */
  void agent(int number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000 + number);
    for (int i = 0; i < turnsEach; i++) {
      TurnTicket turn = draw(random);
      turns.add(turn);
      submit(new Command.TurnArrived(turn));
      if (random.nextInt(8) == 0) {
        submit(new Command.TurnWithdrawn(
            turn, new TurnCancelledException("withdrawn"), random.nextBoolean()));
      }
      turn.await();
      if (turn.admittedTo() != null) {
        submit(new Command.TurnProgressed(turn, random.nextLong(200)));
        submit(finish(turn, random));
      }
      if (random.nextInt(4) == 0) {
        submit(new Command.ProgramReleased(program(random), EndReason.RELEASED));
      }
    }
  }

  /** Time, and backends that come, go, fail, rest and change, until the agents are done. */
  void weather(AtomicBoolean over) {
    SplittableRandom random = new SplittableRandom(seed);
    while (!over.get()) {
      clock.addAndGet(random.nextLong(SECOND));
      submit(change(random));
      submit(new Command.Tick());
      LockSupport.parkNanos(ROUND_NANOS);
    }
  }

  private static Command change(SplittableRandom random) {
    int index = random.nextInt(BACKENDS);
    BackendId backend = backend(index).id();
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> new Command.BackendUnreachable(backend, "refused");
      case 3 -> new Command.BackendOverloaded(backend, "busy", random.nextLong(SECOND), null);
      case 4 -> new Command.CacheLost(backend);
      case 5 -> new Command.BackendRemoved(backend);
      case 6, 7 -> new Command.BackendAdded(backend(index));
      default ->
        new Command.BackendObserved(
            backend, BackendReading.ofCapacity(random.nextLong(2_000, 6_000)));
    };
  }

  private static ProgramId program(SplittableRandom random) {
    return new ProgramId("p" + random.nextInt(PROGRAMS));
  }

  private TurnTicket draw(SplittableRandom random) {
    TurnTicket turn = new TurnTicket(
        turnIds.incrementAndGet(),
        program(random),
        "",
        random.nextLong(1, 6_000),
        0,
        random.nextInt(3) == 0 ? random.nextInt(1, 500) : 0,
        random.nextBoolean() ? List.of() : List.of(PromptPrefix.ofChars(1, 900)),
        random.nextInt(10) == 0
            ? ParentProgram.ofTokens(program(random).value(), random.nextLong(400))
            : null);
    if (random.nextInt(20) == 0) {
      turn.failedOn = turn.failedOn.and(new BackendId("b0"));
    }
    return turn;
  }

  private static Command finish(TurnTicket turn, SplittableRandom random) {
    int drawn = random.nextInt(10);
    TurnOutcome outcome = drawn == 0
        ? TurnOutcome.FAILED
        : drawn == 1 ? TurnOutcome.CANCELLED : TurnOutcome.SUCCEEDED;
    Usage usage = new Usage(random.nextLong(1, 1_800), random.nextLong(300), null);
    return new Command.TurnFinished(turn, outcome, outcome == TurnOutcome.SUCCEEDED ? usage : null);
  }

  /** How many commands were submitted so far. */
  int submitted() {
    return submitted.get();
  }

  /** What the engine is like now that all threads are done. */
  List<String> picture() {
    List<String> picture = new ArrayList<>();
    loop.submit(new Command.Inspected(engine -> picture.addAll(EnginePicture.of(engine))));
    return picture;
  }

  /* --------------- Events --------------- */

  @Override
  public void add(ThunderEvent event) {
    events.add(event);
  }

  @Override
  public void flush() {}
}
