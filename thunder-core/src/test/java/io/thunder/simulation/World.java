package io.thunder.simulation;

import io.thunder.ThunderClient;
import io.thunder.TurnLease;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.event.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A client and everything around it, drawn from a seed: agents, backends, network, time, threads and
 * listeners. A step is something that an agent or a backend does, or the passing of time until the
 * next thing is due. One thread runs it all, so that a seed always tells the same story.
 *
 * <p>Whoever "blocks" here, as a listener that takes long, lets the world go on inside its call.
 */
final class World {

  /** Calls inside calls inside calls are as deep as it gets. */
  private static final int DEPTH_MAX = 3;

  /** Nothing lasts longer: only while a callback blocks the client's ticks may nothing be due. */
  private static final long LULL_MAX = 60 * Plan.SECOND;

  static final long TIMER_LATENESS_MAX = 5 * Plan.SECOND;

  private static final int STEPS_PER_AUDIT = 8;
  private static final int STEPS_PER_WAKE_UP = 8;

  final long seed;
  final Dice dice;
  final Journal journal = new Journal();
  final Plan plan;
  final SimTime time;
  final SimExecutor executor;
  final SimTransport transport;
  final Watch watch;
  final SimProgram[] programs;
  final SimBackend[] backends;
  final Blocking blocking;
  final ThunderClient client;
  private final Callers callers;
  private final Audit audit;
  private final WakeUps wakeUps;

  /** Turns without an outcome, and those with a lease that is neither ended nor revoked. */
  final List<SimTurn> open = new ArrayList<>();

  final List<SimTurn> leases = new ArrayList<>();

  /** Leases that their holders must still put away. */
  final List<TurnLease> revoked = new ArrayList<>();

  private final SimTurn[] slots = new SimTurn[SimProgram.slots()];

  /** Calls that run and were not cancelled. */
  int liveCalls;

  /** Callers who wait for the answer of another's turn. */
  int joiners;

  /** Questions to engines that are neither answered nor lost. */
  int controls;

  boolean closed;
  private boolean built;
  private boolean faulty = true;

  /** From when on every backend is up for the client. */
  private long wellAt = Long.MAX_VALUE;

  private int depth;

  /** Others may ask how far it is. */
  private volatile int step;

  /** Whether somebody has blocked in the step that is not inside another. */
  private boolean wentOn;

  private int stepsMax;
  private long turns;
  private SimulationFailure failure;

  World(long seed) {
    this.seed = seed;
    dice = new Dice(seed);
    plan = new Plan(dice);
    time = new SimTime(this, dice.between(-1_000_000 * Plan.SECOND, 1_000_000 * Plan.SECOND));
    executor = new SimExecutor(this, plan.executor);
    transport = new SimTransport(this);
    blocking = new Blocking(this);
    programs = new SimProgram[plan.programs];
    for (int i = 0; i < programs.length; i++) {
      programs[i] = new SimProgram(this, i);
    }
    watch = new Watch(this, programs.length);
    backends = new SimBackend[plan.backends + 1];
    for (int i = 0; i < backends.length; i++) {
      backends[i] = new SimBackend(this, i);
    }
    callers = new Callers(this);
    audit = new Audit(this);
    wakeUps = new WakeUps(this);
    client = build();
    built = true;
  }

  private ThunderClient build() {
    ThunderClient.Builder builder = ThunderClient.builder()
        .timeSource(time)
        .executor(executor)
        .policy(plan.policy)
        .probeInterval(plan.probeInterval)
        .admissionTimeout(plan.admissionTimeout)
        .programIdleTimeout(plan.programIdleTimeout)
        .leaseTimeout(plan.leaseTimeout)
        .unavailableTimeout(plan.unavailableTimeout)
        .waitingTurnsMax(plan.waitingTurnsMax)
        .attemptsMax(plan.attemptsMax)
        .retryTokensMax(plan.retryTokensMax)
        .assumedCapacityTokens(plan.assumedCapacityTokens);
    if (plan.hasTransport) {
      builder.transport(transport);
    }
    if (plan.listens) {
      builder.listener(watch);
    }
    for (int i = 0; i < plan.backends; i++) {
      backends[i].want();
      if (plan.sourceInterval == null) {
        builder.backend(backends[i].backend);
      }
    }
    if (plan.sourceInterval != null) {
      builder.backends(new SimSource(this), plan.sourceInterval);
    }
    return builder.build();
  }

  /** Runs so many steps under faults, then what must follow when faults stop. */
  void run(int steps) {
    stepsMax = steps;
    while (step < stepsMax) {
      takeStep();
      wentOn = false;
    }
    faulty = false;
    new Healing(this, callers, audit).run();
    for (TurnLease lease : revoked) {
      lease.close(); // late, and without effect
    }
  }

  int steps() {
    return step;
  }

  private void takeStep() {
    int next = step + 1;
    step = next;
    journal.step(next);
    boolean looksForWakeUps = depth == 0 && wakeUps.canBeFound() && dice.oneIn(STEPS_PER_WAKE_UP);
    if (looksForWakeUps) {
      wakeUps.tick();
    }
    if (dice.below(100) < plan.eagerness) {
      callers.act();
    } else {
      letTimePass();
    }
    if (looksForWakeUps) {
      calmly(wakeUps::check);
    }
    check();
  }

  /** Does something without any fault. */
  private void calmly(Runnable action) {
    faulty = false;
    action.run();
    faulty = true;
  }

  /** Lets the world go on for a few steps while somebody blocks; so many at most. */
  void goOn(int steps) {
    if (depth < DEPTH_MAX) {
      depth++;
      wentOn = true;
      for (int i = 0; i < steps && step < stepsMax; i++) {
        takeStep();
      }
      depth--;
    }
  }

  /** Does what is next: a task of the client's, or something that is due. */
  void letTimePass() {
    if (!executor.isEmpty() && !dice.oneIn(3)) {
      executor.runNext();
    } else {
      time.runNext(LULL_MAX);
    }
  }

  void check() {
    if (failure != null) {
      throw failure;
    }
    Alarm.check(this);
    blocking.checkInterrupt();
    List<Finding> broken = client.selfCheck();
    if (!broken.isEmpty()) {
      throw failure(broken.toString());
    }
    if (depth == 0 && step % STEPS_PER_AUDIT == 0) {
      audit.look();
    }
  }

  /* --------------- Faults --------------- */

  /** Whether there is a client already: it asks for its backends while it is built. */
  boolean isBuilt() {
    return built;
  }

  boolean isFaulty() {
    return faulty;
  }

  /** Whether a fault strikes now, once in so many times if this world knows it. */
  boolean strikes(Fault fault, int oneIn) {
    boolean now = tries(fault, oneIn);
    if (now) {
      journal.count(fault);
    }
    return now;
  }

  /** The same for a fault that may come to nothing, and is counted by who sees that it does not. */
  boolean tries(Fault fault, int oneIn) {
    return faulty && plan.knows(fault) && dice.oneIn(oneIn);
  }

  long timerLateness() {
    return strikes(Fault.TIMER_LATE, 16) ? dice.between(0, TIMER_LATENESS_MAX) : 0;
  }

  /** User code that calls the client from where the client called it, or does not return at once. */
  void reenter(Fault calling, Fault blocking, SimProgram program) {
    if (faulty && depth < DEPTH_MAX) {
      if (strikes(calling, 6)) {
        depth++;
        callers.interfere(program);
        depth--;
      }
      if (strikes(blocking, 16)) {
        goOn(1 + dice.below(6));
      }
    }
  }

  boolean mayLackBackends() {
    return faulty || time.now() < wellAt;
  }

  void wellAt(long now) {
    wellAt = now;
  }

  /** Whether so much time was shown to the client that a program may have expired. */
  boolean mayHaveExpired() {
    return time.latestShown() - time.start() >= plan.programIdleTimeout.toNanos();
  }

  /** Keeps the first failure, since the client drops what its listeners and callbacks throw. */
  SimulationFailure failure(String what) {
    if (failure == null) {
      failure = new SimulationFailure(this, what);
    }
    return failure;
  }

  /* --------------- Turns --------------- */

  /** Begins a turn of a request in text or in tokens, or of a lease, which sends none itself. */
  SimTurn begin(SimProgram program, Object request, long promptChars) {
    SimTurn turn = new SimTurn(this, program, turns, promptChars);
    slots[(int) (turns++ % slots.length)] = turn;
    turn.openIndex = open.size();
    open.add(turn);
    program.begun();
    journal.note(request == null ? "lease asked for" : "chat", turn.number, program.index);
    return turn;
  }

  /** The number of the turn that begins next. */
  long nextTurn() {
    return turns;
  }

  int nextSlot() {
    return (int) (turns % slots.length);
  }

  void over(SimTurn turn) {
    SimTurn last = open.remove(open.size() - 1);
    if (last != turn) {
      open.set(turn.openIndex, last);
      last.openIndex = turn.openIndex;
    }
    turn.program.open--;
    turn.noLongerStopping();
  }

  /** The first open turn, for messages. */
  String describeOpen() {
    if (open.isEmpty()) {
      return leases.size() + " leases";
    }
    SimTurn turn = open.get(0);
    return open.size() + " turns, such as " + turn.number + " of " + turn.program.id + ", sent "
        + turn.attempts + " times, and " + leases.size() + " leases; " + client.snapshot() + " "
        + plan.policy;
  }

  SimTurn turnOf(Map<String, String> headers) {
    return slots[SimProgram.slotOf(headers)];
  }

  /** Has somebody else ask for a turn that runs. */
  void join(SimTurn turn, ChatRequest request) {
    callers.join(turn, request);
  }

  SimBackend backendOf(Backend backend) {
    return backends[indexOf(backend.id().value())];
  }

  /** Whether no callback runs, inside which the client has not yet done all that follows. */
  boolean isSettled() {
    return depth == 0;
  }

  /** Whether nobody has blocked in this step: what the client does was decided just now. */
  boolean isPrompt() {
    return depth == 0 && !wentOn;
  }

  int depth() {
    return depth;
  }

  /** How many turns may wait besides a new one: those without an outcome. */
  int mayWait() {
    return isSettled() ? open.size() : Integer.MAX_VALUE;
  }

  /** The number in a name such as p12. */
  static int indexOf(String name) {
    int number = 0;
    for (int i = 1; i < name.length(); i++) {
      number = 10 * number + name.charAt(i) - '0';
    }
    return number;
  }
}
