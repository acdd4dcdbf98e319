package io.thunder.examples.fleet;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.backend.BackendHealth;
import io.thunder.examples.replay.run.ProgramSupply;
import io.thunder.examples.replay.run.ScaledTime;
import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.soak.engine.EngineFleet;
import io.thunder.examples.soak.engine.FlakyEngine;
import io.thunder.examples.soak.fault.FaultDice;
import io.thunder.examples.soak.fault.Tally;
import io.thunder.okhttp.OkHttpTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One run: starts engines, client and agents, kills an engine or not, and lets all programs end. */
final class FailoverRun implements AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SAMPLE_SECONDS = .25;

  private final FailoverPlan plan;
  private final StopSignal stop;
  private final AttemptLog log = new AttemptLog();
  private final EngineFleet fleet;
  private final ScaledTime time;
  private final ThunderClient client;
  private final Agents agents;
  private final List<Spread> spreads = new ArrayList<>();
  private final List<String> drifts = new ArrayList<>();

  FailoverRun(FailoverPlan plan, StopSignal stop) {
    this.plan = plan;
    this.stop = stop;
    this.fleet = EngineFleet.start(
        plan.preset(),
        plan.engines(),
        plan.speed(),
        new FaultDice(plan.seed(), Set.of(), new Tally()));
    this.time = new ScaledTime(plan.speed());
    ThunderClient.Builder builder = ThunderClient.builder()
        .transport(new WatchedTransport(OkHttpTransport.create(), log))
        .timeSource(time);
    fleet.engines().forEach(engine -> builder.backend(engine.backend()));
    this.client = builder.build();
    this.agents = new Agents(client, time, log, new ProgramSupply(plan.supply()), plan.seed());
  }

  /** Runs so many programs with nothing going wrong. */
  FailoverOutcome undisturbed(int programs) {
    watchUntil(this::allUp);
    agents.begin(plan.programs(), programs);
    watchUntil(agents.allEnded()::isDone);
    return outcome(programs, 0, 0);
  }

  /** Kills an engine, brings it back, and lets the programs end that have begun until then. */
  FailoverOutcome disturbed() {
    FlakyEngine victim = fleet.engines().get(0);
    watchUntil(this::allUp);
    agents.begin(plan.programs(), Integer.MAX_VALUE);
    watchFor(plan.fillSeconds());
    long killedNanos = System.nanoTime();
    victim.kill();
    watchFor(plan.downSeconds());
    victim.restart(1);
    double returned = seconds();
    watchFor(plan.watchSeconds());
    int begun = agents.windDown();
    watchUntil(agents.allEnded()::isDone);
    return outcome(begun, killedNanos, returned);
  }

  private FailoverOutcome outcome(int begun, long killedNanos, double returned) {
    return new FailoverOutcome(
        begun,
        agents.finished(),
        agents.failures(),
        log,
        killedNanos,
        returned,
        fleet.engines().get(0).backend().id().value(),
        List.copyOf(spreads),
        List.copyOf(drifts));
  }

  private void watchFor(double seconds) {
    double end = seconds() + seconds;
    watchUntil(() -> seconds() >= end);
  }

  private void watchUntil(BooleanSupplier holds) {
    while (!holds.getAsBoolean()
        && !stop.await(time.wallNanos(SAMPLE_SECONDS * NANOS_PER_SECOND))) {
      spreads.add(Spread.of(seconds(), client.snapshot()));
      client.selfCheck().forEach(finding -> drifts.add(finding.toString()));
    }
  }

  private boolean allUp() {
    ThunderSnapshot snapshot = client.snapshot();
    return snapshot.backends().stream().allMatch(backend -> backend.health() == BackendHealth.UP);
  }

  private double seconds() {
    return time.nanoTime() / NANOS_PER_SECOND;
  }

  @Override
  public void close() {
    client.close();
    agents.close();
    time.close();
    fleet.close();
  }
}
