package io.thunder.examples.soak;

import io.thunder.ThunderSnapshot;
import io.thunder.backend.BackendHealth;
import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.soak.agent.Crowd;
import io.thunder.examples.soak.agent.World;
import io.thunder.examples.soak.check.Audit;
import io.thunder.examples.soak.check.Footprint;
import io.thunder.examples.soak.check.HeapTrend;
import io.thunder.examples.soak.check.Remains;
import io.thunder.examples.soak.check.Timings;
import io.thunder.examples.soak.check.Verdict;
import io.thunder.examples.soak.engine.Disturber;
import io.thunder.examples.soak.engine.EngineFleet;
import io.thunder.examples.soak.report.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The course of a soak: everything runs under faults, with a {@link Rest} now and then; then faults
 * stop, and all programs run to their ends; then those that were abandoned expire; then nothing may
 * be left. Used by one thread.
 */
final class Course {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double CHECK_SECONDS = 2;

  private final SoakPlan plan;
  private final World world;
  private final EngineFleet fleet;
  private final StopSignal stop;
  private final Consumer<Status> statuses;
  private final Audit audit;
  private final Crowd crowd;
  private final HeapTrend heap = new HeapTrend();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final long beganNanos = System.nanoTime();
  private double checkedSeconds;
  private long checkedTurns;
  private double seconds;

  Course(
      SoakPlan plan, World world, EngineFleet fleet, StopSignal stop, Consumer<Status> statuses) {
    this.plan = plan;
    this.world = world;
    this.fleet = fleet;
    this.stop = stop;
    this.statuses = statuses;
    this.audit =
        new Audit(world.client(), world.watch(), world.roster(), plan.timings(), System::nanoTime);
    this.crowd = new Crowd(world, plan.programs(), plan.seed());
  }

  void run() {
    Timings timings = plan.timings();
    Waiting.until(stop, timings.slack(), this::areUp);
    crowd.begin();
    for (int stint = 1; stint <= plan.stints() && !stop.isStopped(); stint++) {
      soak(plan.stint().toNanos() / NANOS_PER_SECOND);
      if (plan.rests() > 0) {
        rest();
      }
    }
    figure();
    world.dice().stop();
    crowd.end();
    Waiting.until(stop, timings.hung(), () -> isChecked("ending") && crowd.unfinished() == 0);
    Waiting.until(
        stop, timings.leaked().plus(timings.slack()), () -> isChecked("expiring") && isEmpty());
    Waiting.until(stop, timings.slack(), () -> fleet.requests() == 0);
    judge();
  }

  /** Lets it run for so long, looking at it all the time. */
  private void soak(double stintSeconds) {
    double began = now();
    double end = began + stintSeconds;
    boolean stopped = false;
    try (Disturber disturber = new Disturber(fleet, world.client(), world.dice())) {
      disturber.begin();
      while (!stopped && now() < end) {
        double wait = Math.min(CHECK_SECONDS, end - now());
        stopped = stop.await((long) (wait * NANOS_PER_SECOND));
        check("soaking");
      }
    }
    seconds += now() - began;
  }

  private void rest() {
    long bytes =
        new Rest(world, crowd, fleet, plan.timings(), stop, () -> look("resting")).measureHeap();
    if (!stop.isStopped()) {
      heap.add(seconds / SECONDS_PER_MINUTE, world.watch().begun(), bytes);
    }
    Waiting.until(stop, plan.timings().slack(), () -> fleet.restart() && areUp());
    crowd.goOn();
  }

  /** Whether what was abandoned is gone; helps with what the garbage collector has to find. */
  private boolean isEmpty() {
    long unused = Footprint.heapAfterCollection();
    world.roster().collected();
    return Remains.of(world.client().snapshot()).isNothing();
  }

  private boolean isChecked(String phase) {
    look(phase);
    return true;
  }

  /** Looks at it if the last look was a while ago. */
  private void look(String phase) {
    if (now() - checkedSeconds >= CHECK_SECONDS) {
      check(phase);
    }
  }

  /** Looks at it and says what is seen. */
  private void check(String phase) {
    ThunderSnapshot snapshot = audit.check();
    double now = now();
    long answered = world.counters().answered.sum();
    long failed = world.counters().failed();
    double turnsPerSecond = (answered + failed - checkedTurns) / (now - checkedSeconds);
    checkedTurns = answered + failed;
    checkedSeconds = now;
    statuses.accept(new Status(
        now,
        phase,
        turnsPerSecond,
        answered,
        failed,
        world.watch().open(),
        world.watch().oldestNanos() / NANOS_PER_SECOND,
        snapshot.programs().size(),
        snapshot.waitingTurns(),
        up(snapshot),
        Footprint.countThreads(),
        Footprint.countOpenFiles(),
        heap.last()));
  }

  private double now() {
    return (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
  }

  private boolean areUp() {
    return up(world.client().snapshot()) == plan.backends();
  }

  private static int up(ThunderSnapshot snapshot) {
    return (int) snapshot.backends().stream()
        .filter(backend -> backend.health() == BackendHealth.UP)
        .count();
  }

  /* --------------- The outcome --------------- */

  private void figure() {
    double turns = world.counters().answered.sum() + world.counters().failed();
    figures.put("seconds under faults", seconds);
    figures.put("turns begun", (double) world.watch().begun());
    figures.put("turns answered", (double) world.counters().answered.sum());
    figures.put("turns failed", (double) world.counters().failed());
    figures.put("turns per second", turns / seconds);
    figures.put(
        "turns sent again by agents", (double) world.counters().sentAgain.sum());
    figures.put("programs begun", (double) world.counters().begun.sum());
    figures.put("programs released", (double) world.counters().released.sum());
    figures.put("programs abandoned", (double) world.counters().abandoned.sum());
    figures.put("engines late, share of their time", fleet.lateShare());
  }

  private void judge() {
    check("ended");
    figures.put("longest turn seen, seconds", audit.oldestSecondsMax());
    figures.put("programs seen after their release", (double) audit.strays());
    verdicts.addAll(audit.verdicts());
    if (!stop.isStopped()) {
      verdicts.add(Verdict.none("agents whose program did not end", crowd.unfinished()));
      verdicts.add(
          Verdict.none("turns without an outcome at the end", world.watch().open()));
      verdicts.addAll(Remains.of(world.client().snapshot()).verdicts());
      verdicts.add(Verdict.none("requests left in engines", fleet.requests()));
      verdicts.add(heap.verdict());
    }
  }

  /** Returns how long faults went on. */
  double seconds() {
    return seconds;
  }

  Map<String, Double> figures() {
    return figures;
  }

  List<HeapTrend.Sample> heap() {
    return heap.samples();
  }

  List<Verdict> verdicts() {
    return verdicts;
  }
}
