package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ProgramTokens;
import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.SubAgent;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.VirtualEngine;
import io.thunder.examples.simulator.VirtualTime;
import java.util.ArrayList;
import java.util.List;

/** One scenario under one scheduler with one seed, from start to end. Not thread-safe. */
public final class LabRun {

  /** Where the numbers of sub-agents begin; those of other programs are below. */
  private static final int FIRST_SUB_AGENT = 1 << 30;

  private final Scenario scenario;
  private final Condition condition;
  private final long seed;
  private final VirtualTime time = new VirtualTime();
  private final List<VirtualEngine> engines = new ArrayList<>();
  private final PauseLog pauses = new PauseLog();
  private final Recorder recorder;
  private final SpaceTimeMeter memory;
  private final Scheduler scheduler;
  private final ArrivalProcess arrivals;
  private int started;
  private int subAgents;

  private LabRun(Scenario planned, Contender contender, Condition condition, long seed) {
    this.scenario = contender.change().apply(planned);
    this.condition = condition;
    this.seed = seed;
    this.arrivals = new ArrivalProcess(scenario.arrivals(), time, seed, this::start);
    for (int i = 0; i < scenario.engines(); i++) {
      engines.add(new VirtualEngine(scenario.engineKind().create(scenario.preset(i)), time));
    }
    this.recorder = new Recorder(scenario);
    this.memory = new SpaceTimeMeter(
        time, engines, scenario.preset().capacityTokens(), recorder.windowStart());
    this.scheduler =
        contender.factory().apply(new LabWorld(time, engines, scenario, condition, pauses));
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
    arrivals.begin();
    long end = scenario.duration().toNanos();
    if (scenario.arrivals() instanceof Arrivals.Batch batch) {
      long slice = Math.max(1, end / 1_000);
      while (recorder.programs() < batch.programs() && time.nanoTime() < end) {
        time.runUntil(time.nanoTime() + slice);
      }
    } else {
      time.runUntil(end);
    }
    long measuredEnd = recorder.windowEnd(time.nanoTime());
    return recorder.result(memory.costs(measuredEnd), pauses, measuredEnd);
  }

  private void start() {
    ProgramPlan plan = scenario.source().plan(seed, started++);
    time.schedule(scenario.preparation().toNanos(), () -> {
      ProgramTokens tokens = plan.tokens(scenario.preset().blockSize());
      String id = "program-" + plan.index();
      call(new LabProgram(id, plan, tokens, time.nanoTime()));
    });
  }

  private void startSubAgent(LabProgram parent, SubAgent child, PendingTool tool) {
    int index = FIRST_SUB_AGENT + subAgents++;
    call(parent.start(index, child, scenario.preset().blockSize(), time.nanoTime(), tool));
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
    if (program.nextTurn == program.plan().turns().size() && program.plan().silent()) {
      ended(program);
    } else {
      startTool(turn);
    }
  }

  private void startTool(LabTurn turn) {
    LabProgram program = turn.program();
    memory.toolStarted(turn);
    List<SubAgent> children = turn.planned().subAgents();
    PendingTool tool = new PendingTool(1 + children.size(), () -> toolEnded(program));
    long toolNanos = scenario.untilToolReturns(time.nanoTime(), turn.planned().toolNanos());
    time.schedule(toolNanos, tool::partEnded);
    children.forEach(child -> startSubAgent(program, child, tool));
  }

  private void toolEnded(LabProgram program) {
    memory.toolEnded(program);
    if (program.nextTurn < program.plan().turns().size()) {
      call(program);
      return;
    }
    scheduler.released(program);
    ended(program);
  }

  private void ended(LabProgram program) {
    if (program.caller != null) {
      program.caller.partEnded();
    } else {
      recorder.ended(program, time.nanoTime());
      arrivals.ended();
    }
  }
}
