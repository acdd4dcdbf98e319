package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.chat.Usage;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.SubAgent;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scheduler that Thunder ships, under one of its policies, through its public API. */
final class ThunderScheduler implements Scheduler {

  private final LabWorld world;
  private final SchedulingPolicy policy;
  private final Map<BackendId, Integer> engines = new HashMap<>();
  private final Map<LabProgram, TurnLease> leases = new HashMap<>();
  private final ThunderClient client;

  /** Creates one that is told what the engines hold. */
  ThunderScheduler(LabWorld world, SchedulingPolicy policy) {
    this(world, policy, /* told= */ true);
  }

  /**
   * Creates one.
   *
   * @param told whether it is told what the engines hold, and their metrics; else it finds out
   */
  ThunderScheduler(LabWorld world, SchedulingPolicy policy, boolean told) {
    this.world = world;
    this.policy = policy;
    ThunderClient.Builder builder = ThunderClient.builder()
        .timeSource(world.time())
        .executor(Runnable::run)
        .policy(policy)
        .transport(new EngineProbes(world, backend -> engine(backend.id()), told))
        .listener(new Pauses());
    for (int i = 0; i < world.engines().size(); i++) {
      Backend untold = Backend.vllm("http://engine-" + i);
      Backend backend = told ? untold.withCapacityTokens(world.capacityTokens()) : untold;
      engines.put(backend.id(), i);
      builder.backend(backend);
    }
    this.client = builder.build();
  }

  @Override
  public void arrived(LabTurn turn) {
    world.pauses().left(turn.program().id());
    var unused = client
        .admitAsync(turn.program().id(), demand(turn))
        .whenComplete((lease, refusal) -> admitted(turn, lease, refusal));
  }

  private static TurnDemand demand(LabTurn turn) {
    LabProgram program = turn.program();
    TurnDemand demand = TurnDemand.ofTokens(turn.promptEstimate())
        .withPrefixes(program.plan().shared().stream()
            .map(shared -> new PromptPrefix(shared.key(), shared.tokens()))
            .toList());
    LabProgram parent = program.parent();
    return parent == null
        ? demand
        : demand.withParent(ParentProgram.ofTokens(parent.id(), program.inheritedTokens()));
  }

  private void admitted(LabTurn turn, @Nullable TurnLease lease, @Nullable Throwable refusal) {
    if (lease == null) {
      throw new IllegalStateException("a turn of " + turn.program().id() + " was refused", refusal);
    }
    leases.put(turn.program(), lease);
    turn.runOn(engine(lease.backend().id()));
  }

  @Override
  public void finished(LabTurn turn, RequestReport report) {
    TurnLease lease = leases.remove(turn.program());
    if (lease == null) {
      throw new IllegalStateException("no lease of " + turn.program().id());
    }
    world.pauses().holds(turn.engine(), turn.program().id(), freedByAPause(turn, report));
    lease.complete(
        new Usage(report.promptTokens(), report.outputTokens(), (long) report.cachedTokens()));
  }

  /** What others share stays, and does not count as freed if the policy knows of it. */
  private long freedByAPause(LabTurn turn, RequestReport report) {
    LabProgram program = turn.program();
    long shared = 0;
    if (policy.countsPrefixesOnce()) {
      long forked = turn.planned().subAgents().stream()
          .mapToLong(SubAgent::inheritedTokens)
          .max()
          .orElse(0);
      shared = Math.max(forked, Math.max(program.plan().sharedTokens(), program.inheritedTokens()));
    }
    return report.promptTokens() + report.outputTokens() - shared;
  }

  @Override
  public void released(LabProgram program) {
    world.pauses().left(program.id());
    client.release(program.id());
  }

  private int engine(BackendId id) {
    Integer engine = engines.get(id);
    if (engine == null) {
      throw new IllegalStateException("no engine " + id);
    }
    return engine;
  }

  /** Reports pauses to the laboratory. */
  private final class Pauses implements ThunderListener {

    @Override
    public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
      world.pauses().letIn(engine(event.backend()));
    }

    @Override
    public void onProgramPaused(ThunderEvent.ProgramPaused event) {
      world
          .pauses()
          .paused(
              engine(event.backend()),
              event.program().value(),
              event.usedTokens() - event.limitTokens(),
              world.time().nanoTime());
    }
  }
}
