package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.VirtualEngine;
import io.thunder.examples.simulator.VirtualTime;
import java.util.ArrayList;
import java.util.List;

/** One scenario under one scheduler with one seed, from start to end. Not thread-safe. */
public final class LabRun {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final long ARRIVAL_STREAM = -1;

  private final Scenario scenario;
  private final Condition condition;
  private final long seed;
  private final VirtualTime time = new VirtualTime();
  private final List<VirtualEngine> engines = new ArrayList<>();
  private final PauseLog pauses = new PauseLog();
  private final Recorder recorder;
  private final Scheduler scheduler;
  private final Draws arrivalDraws;
  private int started;
  private int inFlight;

  private LabRun(Scenario scenario, Contender contender, Condition condition, long seed) {
    this.scenario = scenario.withPreset(contender.engine().apply(scenario.preset()));
    this.condition = condition;
    this.seed = seed;
    this.arrivalDraws = Draws.of(seed, ARRIVAL_STREAM);
    for (int i = 0; i < scenario.engines(); i++) {
      engines.add(new VirtualEngine(this.scenario.preset(), time));
    }
    this.recorder = new Recorder(this.scenario);
    this.scheduler =
        contender.factory().apply(new LabWorld(time, engines, this.scenario, condition, pauses));
  }

  /**
   * Runs one experiment.
   *
   * @return what it showed; the same arguments give the same result
   */
  public static RunResult run(
      Scenario scenario, Contender contender, Condition condition, long seed) {
    return new LabRun(scenario, contender, condition, seed).run();
  }

  private RunResult run() {
    begin(scenario.arrivals());
    long end = scenario.duration().toNanos();
    if (scenario.arrivals() instanceof Arrivals.Batch batch) {
      long slice = Math.max(1, end / 1_000);
      while (recorder.programs() < batch.programs() && time.nanoTime() < end) {
        time.runUntil(time.nanoTime() + slice);
      }
    } else {
      time.runUntil(end);
    }
    return recorder.result(engines, pauses, time.nanoTime());
  }

  private void begin(Arrivals arrivals) {
    if (arrivals instanceof Arrivals.ClosedLoop loop) {
      startUpTo(loop.programs());
    } else if (arrivals instanceof Arrivals.Batch batch) {
      startUpTo(Math.min(batch.parallel(), batch.programs()));
    } else if (arrivals instanceof Arrivals.Poisson poisson) {
      startNext(poisson);
    }
  }

  private void startUpTo(int programs) {
    while (inFlight < programs) {
      start();
    }
  }

  private void startNext(Arrivals.Poisson poisson) {
    double seconds = arrivalDraws.exponential(1 / poisson.perSecond());
    time.schedule(Math.round(seconds * NANOS_PER_SECOND), () -> {
      start();
      startNext(poisson);
    });
  }

  private void start() {
    inFlight++;
    ProgramPlan plan = scenario.source().plan(seed, started++);
    time.schedule(scenario.preparation().toNanos(), () -> {
      String id = "program-" + plan.index();
      call(new LabProgram(id, plan, scenario.preset().blockSize(), time.nanoTime()));
    });
  }

  private void call(LabProgram program) {
    Turn planned = program.plan().turns().get(program.nextTurn);
    long estimate = Math.max(1, Math.round(planned.promptTokens() * condition.estimateFactor()));
    scheduler.arrived(new LabTurn(this, program, planned, estimate, time.nanoTime()));
  }

  /** Carries out a scheduler's decision. */
  void sent(LabTurn turn) {
    LabProgram program = turn.program();
    recorder.sent(program, turn.engine());
    engines
        .get(turn.engine())
        .submit(program.plan().request(program.nextTurn, program.tokens()), turn);
  }

  /** Goes on after an engine's answer. */
  void finished(LabTurn turn, RequestReport report) {
    LabProgram program = turn.program();
    recorder.finished(turn, report);
    program.nextTurn++;
    scheduler.finished(turn, report);
    time.schedule(turn.planned().toolNanos(), () -> toolDone(program));
  }

  private void toolDone(LabProgram program) {
    if (program.nextTurn < program.plan().turns().size()) {
      call(program);
      return;
    }
    recorder.ended(program, time.nanoTime());
    scheduler.released(program);
    inFlight--;
    replace(scenario.arrivals());
  }

  private void replace(Arrivals arrivals) {
    if (arrivals instanceof Arrivals.ClosedLoop) {
      start();
    } else if (arrivals instanceof Arrivals.Batch batch && started < batch.programs()) {
      start();
    }
  }
}
