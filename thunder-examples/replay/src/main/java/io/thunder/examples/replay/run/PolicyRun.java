package io.thunder.examples.replay.run;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.examples.replay.report.PolicyResult;
import io.thunder.examples.replay.report.Sample;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the programs under one policy: fresh engines and a fresh client, first without measuring
 * while caches and pool fill up, then measuring.
 */
public final class PolicyRun {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Longer than any run: a replay refuses no turn and expires no program. */
  private static final Duration NEVER = Duration.ofDays(365);

  /** On the machine's clock, however fast engine time runs. */
  private static final Duration UNAVAILABLE = Duration.ofSeconds(10);

  private static final long READY_CHECK_NANOS = 10_000_000;
  private static final int READY_CHECKS = 1_000;

  private final SchedulingPolicy policy;
  private final RunSettings settings;
  private final StopSignal stop;
  private final Consumer<Sample> progress;
  private final StepLog log = new StepLog();

  /**
   * Prepares a run.
   *
   * @param policy the policy
   * @param settings how to run it
   * @param stop ends the run early
   * @param progress hears of each sample
   */
  public PolicyRun(
      SchedulingPolicy policy, RunSettings settings, StopSignal stop, Consumer<Sample> progress) {
    this.policy = policy;
    this.settings = settings;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * Runs the policy; call this once.
   *
   * @param factory starts its engines
   * @param supply its programs, handed out from the first
   * @return what it made of them; partial if it was stopped
   * @throws RunFailedException if the engines do not start, or no turn is answered
   */
  public PolicyResult run(Engines.Factory factory, ProgramSupply supply) throws RunFailedException {
    // Closed in reverse order: first no new turns, then those in flight, then the engines.
    try (Engines engines = factory.start();
        ScaledTime time = new ScaledTime(settings.speed());
        ThunderClient client = client(engines.backends(), time);
        AgentPool agents = new AgentPool(client, time, log, supply, settings)) {
      awaitBackends(client);
      Sampler sampler = new Sampler(client, time, log);
      agents.begin();
      sampleUntil(settings.fillSeconds(), sampler, time, engines);
      double began = sampler.seconds();
      Counts before = log.beginMeasuring();
      boolean filled = !stop.isStopped();
      sampleUntil(settings.totalSeconds(), sampler, time, engines);
      failIfUnanswered();
      double seconds = filled ? sampler.seconds() - began : 0;
      return result(log.counts().since(before), seconds, engines.lateShare(), sampler.samples());
    }
  }

  private ThunderClient client(List<Backend> backends, ScaledTime time) {
    ThunderClient.Builder builder = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .policy(policy)
        .timeSource(time)
        .admissionTimeout(NEVER)
        .programIdleTimeout(NEVER)
        .unavailableTimeout(UNAVAILABLE.multipliedBy((long) Math.ceil(settings.speed())))
        .listener(new ThunderListener() {
          @Override
          public void onProgramPaused(ThunderEvent.ProgramPaused event) {
            log.paused();
          }
        });
    backends.forEach(builder::backend);
    return builder.build();
  }

  /** Waits until every backend has answered, so that the run begins with all of them. */
  private void awaitBackends(ThunderClient client) throws RunFailedException {
    for (int i = 0; i < READY_CHECKS && !stop.isStopped(); i++) {
      boolean ready = client.snapshot().backends().stream()
          .allMatch(backend -> backend.health() == BackendHealth.UP);
      if (ready) {
        return;
      }
      stop.await(READY_CHECK_NANOS);
    }
    if (!stop.isStopped()) {
      throw new RunFailedException("not all backends answer");
    }
  }

  /** Takes samples until a time, or until the run is to end. */
  private void sampleUntil(double endSeconds, Sampler sampler, ScaledTime time, Engines engines)
      throws RunFailedException {
    while (sampler.endSeconds() < endSeconds) {
      double next = Math.min(endSeconds, sampler.endSeconds() + settings.sampleSeconds());
      if (stop.await(time.wallNanos((next - sampler.seconds()) * NANOS_PER_SECOND))) {
        return;
      }
      progress.accept(sampler.sample(next));
      failIfBroken(engines);
      failIfHopeless();
    }
  }

  private void failIfBroken(Engines engines) throws RunFailedException {
    String failure = engines.failure();
    if (failure != null) {
      throw new RunFailedException(policy.name() + ": " + failure);
    }
  }

  private void failIfHopeless() throws RunFailedException {
    if (log.failuresInRow() >= 2L * settings.programs()) {
      throw new RunFailedException(
          policy.name() + ": every turn fails, the last one because: " + log.lastFailure());
    }
  }

  private void failIfUnanswered() throws RunFailedException {
    if (!stop.isStopped() && log.counts().steps() == 0) {
      String reason = log.lastFailure();
      throw new RunFailedException(policy.name() + ": no turn was answered in "
          + Math.round(settings.totalSeconds()) + " s"
          + (reason == null ? "" : ", the last one failed because: " + reason));
    }
  }

  private PolicyResult result(
      Counts measured, double seconds, double lateShare, List<Sample> samples) {
    return new PolicyResult(
        policy.name(),
        settings.round(),
        seconds,
        measured.steps(),
        measured.hitRate(),
        log.latencyMs(50),
        log.latencyMs(95),
        measured.pauses(),
        measured.recomputedTokens(),
        log.counts().failures(),
        log.lastFailure(),
        lateShare,
        stop.isStopped(),
        settings.fillSeconds(),
        samples);
  }
}
