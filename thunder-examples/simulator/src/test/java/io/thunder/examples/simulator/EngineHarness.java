package io.thunder.examples.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs an engine step by step with steps of one second, and records what it says. */
final class EngineHarness<E extends InferenceEngine> implements EngineListener {

  static final long STEP_NANOS = 1_000_000_000L;
  private static final StepTime ONE_SECOND = new StepTime(1, 0, 1, 1e18, 0, 0, 0);

  final E engine;
  final List<String> trace = new ArrayList<>();
  final List<RequestReport> reports = new ArrayList<>();
  private final Consumer<E> invariants;
  private long nowNanos;

  private EngineHarness(E engine, Consumer<E> invariants) {
    this.engine = engine;
    this.invariants = invariants;
  }

  static EngineHarness<EngineModel> vllm(EnginePreset preset) {
    return new EngineHarness<>(new EngineModel(preset), Invariants::check);
  }

  static EngineHarness<SglangEngine> sglang(EnginePreset preset) {
    return new EngineHarness<>(new SglangEngine(preset), SglangInvariants::check);
  }

  static EngineHarness<ContinuumEngine> continuum(EnginePreset preset) {
    return new EngineHarness<>(new ContinuumEngine(preset), Invariants::check);
  }

  /** An engine of a kind, for what holds of all kinds. */
  static EngineHarness<?> of(EngineKind kind, EnginePreset preset) {
    return switch (kind) {
      case VLLM -> vllm(preset);
      case SGLANG -> sglang(preset);
      case CONTINUUM -> continuum(preset);
    };
  }

  /** A small engine: blocks of 16 tokens, steps of one second, first-chunk admission. */
  static EnginePreset preset(int blocks, int budget, int maxSeqs) {
    int tokens = blocks * 16;
    return new EnginePreset("test", "test", tokens, 16, budget, maxSeqs, tokens, ONE_SECOND, false);
  }

  /** Submits a request of a program of its own, with the same number. */
  EngineHarness<E> submit(long id, int prompt, int output) {
    return submit(id, prompt, output, new ProgramTokens(id, 0, 16));
  }

  EngineHarness<E> submit(long id, int prompt, int output, TokenSource tokens) {
    return submit(new EngineRequest(id, prompt, output, tokens));
  }

  EngineHarness<E> submit(EngineRequest request) {
    engine.submit(request, this, nowNanos);
    return this;
  }

  boolean abort(long id) {
    boolean aborted = engine.abort(id);
    invariants.accept(engine);
    return aborted;
  }

  /** Runs one step and checks the invariants; false if there was nothing to do. */
  boolean step() {
    long nanos = engine.beginStep(nowNanos);
    invariants.accept(engine);
    if (nanos < 0) {
      return false;
    }
    nowNanos += nanos;
    engine.endStep(nowNanos);
    invariants.accept(engine);
    return true;
  }

  EngineHarness<E> steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
    return this;
  }

  EngineHarness<E> drain() {
    while (step()) {}
    return this;
  }

  /** Returns the report of the request that finished last. */
  RequestReport last() {
    return reports.get(reports.size() - 1);
  }

  long nowNanos() {
    return nowNanos;
  }

  @Override
  public void tokenGenerated(long id, int outputTokens, long now) {
    trace.add(now / STEP_NANOS + ":" + id + "#" + outputTokens);
  }

  @Override
  public void requestFinished(RequestReport report) {
    reports.add(report);
  }
}
