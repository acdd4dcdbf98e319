package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reference that knows the future: how long each tool runs, how much each turn generates, how many
 * turns are left, and what is shared. It is strong, but not a bound: no schedule is known to be
 * optimal, and this one decides greedily.
 *
 * <p>A running turn counts as what it holds at its end, so that no engine ever preempts. Among
 * programs that need memory, those with the least work left come first (shortest remaining
 * processing time), where work is memory times time of generation; who has waited for half an hour
 * comes before all, and nobody overtakes then, so that all programs end. When a turn of a resident
 * program does not fit, the idle programs with the most work left lose their memory, or that program
 * itself; and a program whose tool runs for longer than its memory is worth loses it at once.
 *
 * <p>Of what was tried, the following lost on the published workloads, in the mean: victims by
 * longest remaining tool time (Belady's rule) or by memory per turn (3 %), or by size (5 %); resuming
 * smallest first (4 %) or first come first served (10 %); admission up to 0.97 of the capacity and
 * more, as pauses then come often (2 %); admission only if the next 6 or 12 turns of all residents
 * fit as well (no difference); and memory kept for as long as it is worth, not half of that
 * (ToolOrchestra 10 %, others none).
 */
final class Clairvoyant implements Scheduler {

  private static final double ADMIT_UP_TO = .94;
  private static final double WORTH_KEEPING = .5;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long WAIT_MAX_NANOS = Duration.ofMinutes(30).toNanos();

  private final LabWorld world;
  private final long capacity;
  private final double tokensPerSecond;
  private final List<ForeseenEngine> engines = new ArrayList<>();
  private final Map<LabProgram, ForeseenProgram> programs = new HashMap<>();

  /** Those whose turn waits. */
  private final Set<ForeseenProgram> byArrival = new LinkedHashSet<>();

  private final Set<ForeseenProgram> byWork = new TreeSet<>(ForeseenProgram.LEAST_WORK_FIRST);

  Clairvoyant(LabWorld world) {
    this.world = world;
    this.capacity = world.scenario().preset().capacityTokens();
    this.tokensPerSecond = world.scenario().preset().stepTime().tokensPerSecond();
    for (int i = 0; i < world.engines().size(); i++) {
      engines.add(new ForeseenEngine(i, world.scenario().preset().blockSize()));
    }
  }

  @Override
  public void arrived(LabTurn turn) {
    ForeseenProgram program = programs.computeIfAbsent(turn.program(), ForeseenProgram::new);
    program.turn = turn;
    if (program.engine != null) {
      makeRoom(program.engine, program);
    }
    if (program.engine != null) {
      run(program, turn, program.engine);
    } else {
      byWork.add(program);
      byArrival.add(program);
    }
    admit();
  }

  @Override
  public void finished(LabTurn turn, RequestReport report) {
    ForeseenProgram program = get(turn.program());
    ForeseenEngine engine = engines.get(turn.engine());
    engine.end(program);
    if (program.hasEnded()) {
      engine.giveUp(program);
      programs.remove(turn.program());
      world.pauses().left(turn.program().id());
    } else if (turn.planned().toolNanos() / NANOS_PER_SECOND
        > WORTH_KEEPING * program.worthKeepingSeconds(capacity, tokensPerSecond)) {
      pause(engine, program, 0);
    }
    admit();
  }

  private void admit() {
    Optional<ForeseenProgram> next = next();
    while (next.isPresent()) {
      admit(next.get(), Objects.requireNonNull(choose(next.get())));
      next = next();
    }
  }

  /** Returns the waiting program to admit now, if any. */
  private Optional<ForeseenProgram> next() {
    if (byArrival.isEmpty() || engines.stream().noneMatch(this::hasRoom)) {
      return Optional.empty();
    }
    ForeseenProgram first = byArrival.iterator().next();
    Stream<ForeseenProgram> candidates = isOverdue(first) ? Stream.of(first) : byWork.stream();
    return candidates.filter(program -> choose(program) != null).findFirst();
  }

  private boolean hasRoom(ForeseenEngine engine) {
    return engine.isIdle() || engine.used() < ADMIT_UP_TO * capacity;
  }

  private boolean isOverdue(ForeseenProgram program) {
    return world.time().nanoTime() - turn(program).arrivedNanos() > WAIT_MAX_NANOS;
  }

  private void admit(ForeseenProgram program, ForeseenEngine engine) {
    byWork.remove(program);
    byArrival.remove(program);
    makeRoom(engine, program);
    run(program, turn(program), engine);
  }

  /** Returns the engine that may still have the cache, else the emptiest, else an idle one. */
  private @Nullable ForeseenEngine choose(ForeseenProgram program) {
    ForeseenEngine last = program.lastEngine;
    if (last != null && fits(last, program)) {
      return last;
    }
    ForeseenEngine emptiest =
        Collections.min(engines, Comparator.comparingLong(ForeseenEngine::used));
    if (fits(emptiest, program)) {
      return emptiest;
    }
    return engines.stream().filter(ForeseenEngine::isIdle).findFirst().orElse(null);
  }

  private boolean fits(ForeseenEngine engine, ForeseenProgram program) {
    return engine.usedWith(program) <= ADMIT_UP_TO * capacity;
  }

  private void makeRoom(ForeseenEngine engine, ForeseenProgram program) {
    long excess = engine.usedWith(program) - capacity;
    Optional<ForeseenProgram> victim = engine.victim();
    while (excess > 0 && victim.isPresent()) {
      pause(engine, victim.get(), excess);
      excess = victim.get() == program ? 0 : engine.usedWith(program) - capacity;
      victim = engine.victim();
    }
  }

  private void pause(ForeseenEngine engine, ForeseenProgram program, long excess) {
    engine.giveUp(program);
    world
        .pauses()
        .paused(engine.index, program.program.id(), excess, world.time().nanoTime());
  }

  private void run(ForeseenProgram program, LabTurn turn, ForeseenEngine engine) {
    engine.begin(program);
    world.pauses().holds(engine.index, program.program.id(), turn.promptEstimate());
    turn.runOn(engine.index);
  }

  private static LabTurn turn(ForeseenProgram program) {
    return Objects.requireNonNull(program.turn);
  }

  private ForeseenProgram get(LabProgram program) {
    return Objects.requireNonNull(programs.get(program));
  }
}
