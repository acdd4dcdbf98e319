package io.thunder.examples.simulator;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.chat.Usage;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of programs in flight, sent to engines through a {@link ThunderClient} in virtual
 * time; one that ends is replaced.
 */
final class ScheduledLoop {

  private final Workload workload;
  private final long seed;
  private final int programs;
  private final VirtualTime time = new VirtualTime();
  private final Map<BackendId, VirtualEngine> engines = new LinkedHashMap<>();
  private final ThunderClient client;
  private final PauseCount pauses = new PauseCount();
  private int started;
  private long turns;
  private long promptTokens;
  private long cachedTokens;
  private long worstWaitNanos;
  private @Nullable Throwable failure;

  ScheduledLoop(Workload workload, int programs, int backends, SchedulingPolicy policy, long seed) {
    this.workload = workload;
    this.programs = programs;
    this.seed = seed;
    ThunderClient.Builder builder = ThunderClient.builder()
        .timeSource(time)
        .executor(Runnable::run)
        .policy(policy)
        .listener(pauses);
    for (int i = 0; i < backends; i++) {
      Backend backend = Backend.vllm("http://engine-" + i)
          .withCapacityTokens(workload.preset().capacityTokens());
      engines.put(backend.id(), new VirtualEngine(workload.preset(), time));
      builder.backend(backend);
    }
    this.client = builder.build();
  }

  /** Runs up to a time; can be repeated. */
  ScheduledLoop runUntil(long seconds) {
    while (started < programs) {
      start();
    }
    time.runUntil(seconds * 1_000_000_000L);
    if (failure != null) {
      throw new AssertionError("a turn failed, seed " + seed, failure);
    }
    return this;
  }

  long turns() {
    return turns;
  }

  double hitRate() {
    return (double) cachedTokens / promptTokens;
  }

  long pauses() {
    return pauses.count;
  }

  double worstWaitSeconds() {
    return worstWaitNanos / 1e9;
  }

  ThunderClient client() {
    return client;
  }

  private void start() {
    ProgramPlan plan = workload.plan(seed, started++);
    Run run = new Run(plan, plan.tokens(workload.preset().blockSize()));
    time.schedule(workload.preparationNanos(programs), run::call);
  }

  /** Counts what it hears of pauses. */
  private static final class PauseCount implements ThunderListener {

    private long count;

    @Override
    public void onProgramPaused(ThunderEvent.ProgramPaused event) {
      count++;
    }
  }

  private final class Run implements EngineListener {

    private final ProgramPlan plan;
    private final ProgramTokens tokens;
    private int turn;
    private long calledNanos;
    private @Nullable TurnLease lease;

    Run(ProgramPlan plan, ProgramTokens tokens) {
      this.plan = plan;
      this.tokens = tokens;
    }

    void call() {
      calledNanos = time.nanoTime();
      String id = "program-" + plan.index();
      TurnDemand demand = TurnDemand.ofTokens(plan.turns().get(turn).promptTokens());
      var unused = client.admitAsync(id, demand).whenComplete(this::admitted);
    }

    private void admitted(@Nullable TurnLease granted, @Nullable Throwable refusal) {
      if (granted == null) {
        failure = refusal;
        return;
      }
      worstWaitNanos = Math.max(worstWaitNanos, time.nanoTime() - calledNanos);
      lease = granted;
      engine(granted).submit(plan.request(turn, tokens), this);
    }

    private VirtualEngine engine(TurnLease granted) {
      VirtualEngine engine = engines.get(granted.backend().id());
      if (engine == null) {
        throw new IllegalStateException("no engine " + granted.backend().id());
      }
      return engine;
    }

    @Override
    public void requestFinished(RequestReport report) {
      turns++;
      promptTokens += report.promptTokens();
      cachedTokens += report.cachedTokens();
      TurnLease held = lease;
      if (held != null) {
        held.complete(
            new Usage(report.promptTokens(), report.outputTokens(), (long) report.cachedTokens()));
      }
      time.schedule(plan.turns().get(turn).toolNanos(), this::toolDone);
    }

    private void toolDone() {
      if (++turn < plan.turns().size()) {
        call();
      } else {
        client.release("program-" + plan.index());
        start();
      }
    }
  }
}
