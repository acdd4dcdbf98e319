package io.thunder.examples.simulator.lab.scheduler;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The band of Dynamo's ThunderAgent router ({@code thunderagent_router/router.py}, mid-2026): when
 * what the programs of an engine hold passes 0.95 of its capacity, idle ones are paused, smallest
 * first, down to 0.80; if that does not do, every running one is marked to be paused when its turn
 * ends. Paused programs come back up to 0.85: as many small ones as fit in all, of these the largest
 * first, each to the engine with the most room. New programs are placed up to 1.0, on the engine with
 * the least faded load, but not past paused ones. Whoever has waited for half an hour is let through.
 * Programs that are not paused stay where they are.
 *
 * <p>It checks with every event, as Dynamo's native plugin does, not every 5 s. Its soft demotion
 * between 0.80 and 0.95 is left out: it sets all programs of an engine back by the same two seconds
 * in a queue in front of the engines, which changes no order among them, and here nothing queues
 * there.
 */
final class DynamoBand implements Scheduler {

  private static final double PAUSE_ABOVE = .95;
  private static final double PAUSE_TARGET = .80;
  private static final double RESUME_UP_TO = .85;
  private static final long WAIT_MAX_NANOS = Duration.ofMinutes(30).toNanos();

  private final LabWorld world;
  private final double capacity;
  private final List<BandEngine> engines = new ArrayList<>();
  private final Map<LabProgram, BandProgram> programs = new HashMap<>();
  private final Set<BandProgram> paused = new LinkedHashSet<>();
  private final IdleExpiry expiry;

  DynamoBand(LabWorld world) {
    this.world = world;
    this.capacity = world.capacityTokens();
    this.expiry = new IdleExpiry(world.time(), this::forget);
    for (int i = 0; i < world.engines().size(); i++) {
      engines.add(new BandEngine(i));
    }
  }

  @Override
  public void arrived(LabTurn turn) {
    expiry.stop(turn.program());
    boolean isNew = !programs.containsKey(turn.program());
    BandProgram program = programs.computeIfAbsent(turn.program(), BandProgram::new);
    program.begin(turn);
    if (isNew) {
      paused.add(program);
      if (paused.size() == 1) {
        place(program);
      }
    } else if (program.engine != null) {
      turn.runOn(program.engine.index);
    }
    if (program.engine == null) {
      world.time().schedule(WAIT_MAX_NANOS, () -> force(program, turn));
    }
    check(program);
  }

  @Override
  public void finished(LabTurn turn, RequestReport report) {
    expiry.start(turn.program());
    BandProgram program = get(turn.program());
    long tokens = (long) report.promptTokens() + report.outputTokens();
    program.end(tokens, world.time().nanoTime());
    world.pauses().holds(turn.engine(), turn.program().id(), tokens);
    check(program);
  }

  @Override
  public void released(LabProgram program) {
    expiry.stop(program);
    forget(program);
  }

  private void forget(LabProgram program) {
    BandProgram gone = programs.remove(program);
    if (gone == null) {
      return;
    }
    paused.remove(gone);
    BandEngine engine = gone.engine;
    if (engine != null) {
      engine.remove(gone);
      world.pauses().left(program.id());
      check(engine);
    }
  }

  private void place(BandProgram program) {
    long now = world.time().nanoTime();
    engines.stream()
        .filter(engine -> engine.used() + program.need() <= capacity)
        .min(comparingDouble(engine -> engine.fadedLoad(now)))
        .ifPresent(engine -> resume(program, engine));
  }

  private void force(BandProgram program, LabTurn turn) {
    if (program.engine == null && program.turn == turn) {
      long now = world.time().nanoTime();
      resume(program, Collections.min(engines, comparingDouble(engine -> engine.fadedLoad(now))));
    }
  }

  private void check(BandProgram program) {
    BandEngine engine = program.engine;
    if (engine != null) {
      engine.refresh();
      if (program.marked && program.isActing()) {
        pause(program, engine);
      }
      check(engine);
    }
  }

  private void check(BandEngine engine) {
    resumeWhatFits();
    pauseUntilSafe(engine);
  }

  private void resumeWhatFits() {
    double room =
        engines.stream().mapToDouble(this::room).filter(some -> some > 0).sum();
    if (paused.isEmpty() || room == 0) {
      return;
    }
    List<BandProgram> chosen = new ArrayList<>();
    for (BandProgram program : paused.stream().sorted(BandProgram.RESUME_ORDER).toList()) {
      if (program.need() <= room) {
        room -= program.need();
        chosen.add(program);
      }
    }
    chosen.sort(BandProgram.SMALLEST_FIRST.reversed());
    for (BandProgram program : chosen) {
      BandEngine emptiest = Collections.min(engines, comparingLong(BandEngine::used));
      if (program.need() <= room(emptiest)) {
        resume(program, emptiest);
      }
    }
  }

  private double room(BandEngine engine) {
    return RESUME_UP_TO * capacity - engine.used();
  }

  private void pauseUntilSafe(BandEngine engine) {
    if (engine.used() <= PAUSE_ABOVE * capacity) {
      return;
    }
    List<BandProgram> here = engine.smallestFirst();
    for (BandProgram program : here) {
      if (program.isActing() && engine.used() > PAUSE_TARGET * capacity) {
        pause(program, engine);
      }
    }
    if (engine.used() > PAUSE_TARGET * capacity) {
      here.forEach(program -> program.marked |= !program.isActing());
    }
  }

  private void pause(BandProgram program, BandEngine engine) {
    long excess = Math.round(engine.used() - PAUSE_TARGET * capacity);
    world
        .pauses()
        .paused(engine.index, program.program.id(), excess, world.time().nanoTime());
    program.marked = false;
    engine.remove(program);
    paused.add(program);
  }

  private void resume(BandProgram program, BandEngine engine) {
    paused.remove(program);
    engine.add(program);
    LabTurn turn = program.turn;
    if (turn != null) {
      turn.runOn(engine.index);
    }
  }

  private BandProgram get(LabProgram program) {
    BandProgram known = programs.get(program);
    if (known == null) {
      throw new IllegalStateException(program.id() + " has not arrived");
    }
    return known;
  }
}
