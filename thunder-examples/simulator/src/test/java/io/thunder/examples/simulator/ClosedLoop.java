package io.thunder.examples.simulator;

/**
 * A fixed number of programs in flight, sent straight to one engine without any program scheduler;
 * one that ends is replaced.
 */
final class ClosedLoop {

  private final Workload workload;
  private final long seed;
  private final int programs;
  private final VirtualTime time = new VirtualTime();
  private final VirtualEngine engine;
  private int started;
  private long turns;

  ClosedLoop(Workload workload, int programs, long seed) {
    this(EngineKind.VLLM, workload, programs, seed);
  }

  ClosedLoop(EngineKind kind, Workload workload, int programs, long seed) {
    this.workload = workload;
    this.programs = programs;
    this.seed = seed;
    this.engine = new VirtualEngine(kind.create(workload.preset()), time);
  }

  /** Runs up to a time; can be repeated. */
  ClosedLoop runUntil(long seconds) {
    while (started < programs) {
      start();
    }
    time.runUntil(seconds * 1_000_000_000L);
    return this;
  }

  long turns() {
    return turns;
  }

  EngineStats stats() {
    return engine.stats();
  }

  EngineMemory memory() {
    return engine.memory();
  }

  private void start() {
    ProgramPlan plan = workload.plan(seed, started++);
    Run run = new Run(plan, plan.tokens(workload.preset().blockSize()));
    time.schedule(workload.preparationNanos(programs), run::call);
  }

  private final class Run implements EngineListener {

    private final ProgramPlan plan;
    private final ProgramTokens tokens;
    private int turn;

    Run(ProgramPlan plan, ProgramTokens tokens) {
      this.plan = plan;
      this.tokens = tokens;
    }

    void call() {
      engine.submit(plan.request(turn, tokens), this);
    }

    @Override
    public void requestFinished(RequestReport report) {
      turns++;
      time.schedule(plan.turns().get(turn).toolNanos(), this::toolDone);
    }

    private void toolDone() {
      if (++turn < plan.turns().size()) {
        call();
      } else {
        start();
      }
    }
  }
}
