package io.thunder.examples.fleet;

import io.thunder.ThunderClient;
import io.thunder.examples.replay.run.ProgramSupply;
import io.thunder.examples.replay.run.ScaledTime;
import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import io.thunder.okhttp.OkHttpTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the programs on one arrangement of the engines. */
final class RanksRun {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** On the machine's clock, however fast engine time runs: a busy machine is no dead engine. */
  private static final Duration UNAVAILABLE = Duration.ofMinutes(1);

  private RanksRun() {}

  /**
   * What came of it.
   *
   * @param finished programs whose turns were all answered
   * @param failures why others were not, and how many
   * @param promptTokens of all answers
   * @param cachedTokens those of them that were cached
   */
  record Outcome(
      int finished, Map<String, Integer> failures, long promptTokens, long cachedTokens) {
    double hitRate() {
      return (double) cachedTokens / Math.max(1, promptTokens);
    }
  }

  static Outcome of(Arrangement arrangement, RanksPlan plan, StopSignal stop) {
    List<EngineServer> servers = arrangement.start(
        EngineServerOptions.of(plan.preset()).withSpeed(plan.speed()), plan.ranks());
    AttemptLog log = new AttemptLog();
    try (ScaledTime time = new ScaledTime(plan.speed());
        ThunderClient client = client(arrangement, plan, servers, time, log);
        Agents agents =
            new Agents(client, time, log, new ProgramSupply(plan.supply()), plan.seed())) {
      agents.begin(plan.programs(), plan.total());
      boolean stopped = false;
      while (!stopped && !agents.allEnded().isDone()) {
        stopped = stop.await(LOOK_NANOS);
      }
      return new Outcome(
          agents.finished(), agents.failures(), log.promptTokens(), log.cachedTokens());
    } finally {
      servers.forEach(EngineServer::close);
    }
  }

  private static ThunderClient client(
      Arrangement arrangement,
      RanksPlan plan,
      List<EngineServer> servers,
      ScaledTime time,
      AttemptLog log) {
    ThunderClient.Builder builder = ThunderClient.builder()
        .transport(new WatchedTransport(OkHttpTransport.create(), log))
        .timeSource(time)
        .unavailableTimeout(UNAVAILABLE.multipliedBy((long) Math.ceil(plan.speed())));
    arrangement.backends(servers, plan.ranks()).forEach(builder::backend);
    return builder.build();
  }
}
