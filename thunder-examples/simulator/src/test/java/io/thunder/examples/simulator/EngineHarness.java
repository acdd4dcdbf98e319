package io.thunder.examples.simulator;

import java.util.ArrayList;
import java.util.List;

/** Runs an engine step by step with steps of one second, and records what it says. */
final class EngineHarness implements EngineListener {

  static final long STEP_NANOS = 1_000_000_000L;
  private static final StepTime ONE_SECOND = new StepTime(1, 0, 1, 1e18, 0, 0, 0);

  final EngineModel engine;
  final List<String> trace = new ArrayList<>();
  final List<RequestReport> reports = new ArrayList<>();
  private long nowNanos;

  EngineHarness(EnginePreset preset) {
    engine = new EngineModel(preset);
  }

  /** A small engine: blocks of 16 tokens, steps of one second, first-chunk admission. */
  static EnginePreset preset(int blocks, int budget, int maxSeqs) {
    int tokens = blocks * 16;
    return new EnginePreset("test", "test", tokens, 16, budget, maxSeqs, tokens, ONE_SECOND, false);
  }

  /** Submits a request of a program of its own, with the same number. */
  EngineHarness submit(long id, int prompt, int output) {
    return submit(id, prompt, output, new ProgramTokens(id, 0, 16));
  }

  EngineHarness submit(long id, int prompt, int output, TokenSource tokens) {
    return submit(new EngineRequest(id, prompt, output, tokens));
  }

  EngineHarness submit(EngineRequest request) {
    engine.submit(request, nowNanos);
    return this;
  }

  /** Runs one step and checks the invariants; false if there was nothing to do. */
  boolean step() {
    long nanos = engine.beginStep(nowNanos);
    Invariants.check(engine);
    if (nanos < 0) {
      return false;
    }
    nowNanos += nanos;
    engine.endStep(nowNanos, this);
    Invariants.check(engine);
    return true;
  }

  EngineHarness steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
    return this;
  }

  EngineHarness drain() {
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
