package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.RequestReport;
import java.util.ArrayList;
import java.util.List;

/** Sends every turn to the first engine at once, and keeps a record of what it was told. */
final class RecordingScheduler implements Scheduler {

  final List<LabTurn> arrived = new ArrayList<>();
  final List<Finish> finished = new ArrayList<>();
  final List<String> released = new ArrayList<>();

  record Finish(String program, RequestReport report) {}

  /** Runs a scenario under this scheduler. */
  RunResult run(Scenario scenario) {
    return LabRun.run(scenario, new Contender("recording", "", world -> this), Condition.CLEAN, 1);
  }

  @Override
  public void arrived(LabTurn turn) {
    arrived.add(turn);
    turn.runOn(0);
  }

  @Override
  public void finished(LabTurn turn, RequestReport report) {
    finished.add(new Finish(turn.program().id(), report));
  }

  @Override
  public void released(LabProgram program) {
    released.add(program.id());
  }
}
