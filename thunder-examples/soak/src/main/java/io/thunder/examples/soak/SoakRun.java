package io.thunder.examples.soak;

import io.thunder.ThunderClient;
import io.thunder.examples.replay.run.ScaledTime;
import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentWorkload;
import io.thunder.examples.soak.agent.BlockingThreads;
import io.thunder.examples.soak.agent.Counters;
import io.thunder.examples.soak.agent.Events;
import io.thunder.examples.soak.agent.Roster;
import io.thunder.examples.soak.agent.TurnWatch;
import io.thunder.examples.soak.agent.World;
import io.thunder.examples.soak.check.Timings;
import io.thunder.examples.soak.check.Verdict;
import io.thunder.examples.soak.engine.EngineFleet;
import io.thunder.examples.soak.fault.FaultDice;
import io.thunder.examples.soak.fault.Tally;
import io.thunder.examples.soak.report.SoakResult;
import io.thunder.examples.soak.report.Status;
import io.thunder.okhttp.OkHttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One soak: starts engines, client and agents, lets them run, and closes them. Call it once. */
final class SoakRun {

  private static final String WORKLOAD = "mini-swe-small";
  private static final int PROGRAMS = 2_000;
  private static final int STEPS_MIN = 2;
  private static final int STEPS_MAX = 8;
  private static final int AGENT_THREADS = 2;
  private static final int BLOCKING_THREADS = 64;
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final SoakPlan plan;
  private final StopSignal stop;
  private final Consumer<Status> statuses;
  private final Tally faults = new Tally();
  private final FaultDice dice;
  private final Counters counters = new Counters();
  private final Roster roster = new Roster(System::nanoTime);
  private final TurnWatch watch = new TurnWatch(System::nanoTime);
  private final Events events = new Events(roster);

  SoakRun(SoakPlan plan, StopSignal stop, Consumer<Status> statuses) {
    this.plan = plan;
    this.stop = stop;
    this.statuses = statuses;
    this.dice = new FaultDice(plan.seed(), plan.faults(), faults);
  }

  SoakResult run() {
    ExecutorService executor = Executors.newFixedThreadPool(AGENT_THREADS, task -> {
      Thread thread = new Thread(task, "soak-agents");
      thread.setDaemon(true);
      return thread;
    });
    Course course;
    // Closed in reverse order: first the client, so that what still runs ends; last the engines.
    try (EngineFleet fleet = EngineFleet.start(plan.engine(), plan.backends(), plan.speed(), dice);
        ScaledTime time = new ScaledTime(plan.speed());
        BlockingThreads threads = new BlockingThreads(BLOCKING_THREADS);
        ThunderClient client = client(fleet, time)) {
      World world = new World(
          client, time, plan.speed(), dice, programs(), counters, roster, watch, threads, executor);
      course = new Course(plan, world, fleet, stop, statuses);
      course.run();
    } finally {
      executor.shutdown();
    }
    return result(course);
  }

  private ThunderClient client(EngineFleet fleet, ScaledTime time) {
    Timings timings = plan.timings();
    ThunderClient.Builder builder = ThunderClient.builder()
        .transport(OkHttpTransport.builder()
            .readTimeout(timings.read())
            .turnTimeout(timings.turn())
            .probeTimeout(timings.probe())
            .build())
        .timeSource(time)
        .probeInterval(scaled(timings.probe()))
        .admissionTimeout(scaled(timings.admission()))
        .programIdleTimeout(scaled(timings.idle()))
        .unavailableTimeout(scaled(timings.unavailable()))
        .attemptsMax(Timings.ATTEMPTS)
        .listener(events);
    fleet.engines().forEach(engine -> builder.backend(engine.backend()));
    return builder.build();
  }

  /** Returns how long something takes in engine time. */
  private Duration scaled(Duration duration) {
    return Duration.ofNanos((long) (duration.toNanos() * plan.speed()));
  }

  private List<AgentProgram> programs() {
    AgentWorkload workload = AgentWorkload.byName(WORKLOAD);
    SplittableRandom random = new SplittableRandom(plan.seed());
    return IntStream.range(0, PROGRAMS)
        .mapToObj(index -> workload
            .program(plan.seed(), index)
            .firstSteps(random.nextInt(STEPS_MIN, STEPS_MAX + 1)))
        .toList();
  }

  private SoakResult result(Course course) {
    // Resources are closed on threads of their own, perhaps a moment later.
    Waiting.until(stop, CLOSE, () -> counters.resourcesOpen() == 0);
    List<Verdict> verdicts = new ArrayList<>(course.verdicts());
    verdicts.add(Verdict.none("resources not closed", counters.resourcesOpen()));
    verdicts.add(Verdict.none(
        "failures of an unexpected kind",
        counters.unexpected.total(),
        counters.unexpected.all().isEmpty() ? "" : counters.unexpected.all().firstKey()));
    return new SoakResult(
        "",
        stop.isStopped(),
        course.seconds(),
        course.figures(),
        faults.all(),
        counters.failures.all(),
        events.tally().all(),
        course.heap(),
        verdicts);
  }
}
