package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabRun;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run of which every answer is kept. */
final class Observed {

  /** One answer, {@code turn} counted from 0. */
  record Answer(LabProgram program, int turn, int engine, long arrivedNanos, RequestReport report) {

    double waitSeconds() {
      return (report.firstScheduledNanos() - arrivedNanos) / 1e9;
    }
  }

  final List<Answer> answers = new ArrayList<>();

  /** The most turns that an engine had at a time. */
  int inFlightMax;

  /** How often a turn was sent where more than 1.25 times the average were then in flight. */
  int aboveBound;

  private @Nullable RunResult result;

  private Observed() {}

  static Observed run(Scenario scenario, Contender contender, long seed) {
    Observed observed = new Observed();
    Contender watched = new Contender(
        contender.name(),
        contender.source(),
        world -> observed.new Watch(world, contender.factory().apply(world)),
        contender.change());
    observed.result = LabRun.run(scenario, watched, Condition.CLEAN, seed);
    return observed;
  }

  RunResult result() {
    return Objects.requireNonNull(result);
  }

  List<Answer> answersOf(int program) {
    return answers.stream()
        .filter(answer -> answer.program().plan().index() == program)
        .toList();
  }

  /** Returns the engines that a program's turns ran on, by program. */
  Map<String, List<Integer>> engines() {
    Map<String, List<Integer>> engines = new TreeMap<>();
    for (Answer answer : answers) {
      List<Integer> known = engines.computeIfAbsent(answer.program().id(), id -> new ArrayList<>());
      if (!known.contains(answer.engine())) {
        known.add(answer.engine());
      }
    }
    return engines;
  }

  private final class Watch implements Scheduler {

    private final LabWorld world;
    private final Scheduler watched;

    Watch(LabWorld world, Scheduler watched) {
      this.world = world;
      this.watched = watched;
    }

    @Override
    public void arrived(LabTurn turn) {
      watched.arrived(turn);
      look();
      if (turn.engine() >= 0 && inFlight(turn.engine()) > Math.ceil(1.25 * average())) {
        aboveBound++;
      }
    }

    @Override
    public void finished(LabTurn turn, RequestReport report) {
      int index = turn.program().turnIndex() - 1;
      answers.add(new Answer(turn.program(), index, turn.engine(), turn.arrivedNanos(), report));
      watched.finished(turn, report);
      look();
    }

    @Override
    public void released(LabProgram program) {
      watched.released(program);
      look();
    }

    private void look() {
      for (int engine = 0; engine < world.engines().size(); engine++) {
        inFlightMax = Math.max(inFlightMax, inFlight(engine));
      }
    }

    private double average() {
      return IntStream.range(0, world.engines().size())
          .map(this::inFlight)
          .average()
          .orElseThrow();
    }

    private int inFlight(int engine) {
      EngineStats stats = world.engines().get(engine).stats();
      return stats.running() + stats.waiting();
    }
  }
}
