package io.thunder.examples.simulator;

/**
 * An {@link InferenceEngine} that runs on {@link VirtualTime}.
 *
 * <p>Requests of the same instant share a step. Not thread-safe.
 */
public final class VirtualEngine {

  private final VirtualTime time;
  private final InferenceEngine model;
  private final Runnable begin = this::begin;
  private final Runnable end = this::end;
  private boolean active;

  /** Creates an idle vLLM engine. */
  public VirtualEngine(EnginePreset preset, VirtualTime time) {
    this(new EngineModel(preset), time);
  }

  /** Creates a driver of an engine that nobody else drives. */
  public VirtualEngine(InferenceEngine model, VirtualTime time) {
    this.time = time;
    this.model = model;
  }

  /** Submits a request; the listener hears of this request only. */
  public void submit(EngineRequest request, EngineListener listener) {
    model.submit(request, listener, time.nanoTime());
    if (!active) {
      active = true;
      time.schedule(0, begin);
    }
  }

  /** Removes a request, whose listener hears no more; false if the engine does not have it. */
  public boolean abort(long id) {
    return model.abort(id);
  }

  /** Returns a picture of the engine. */
  public EngineStats stats() {
    return model.stats();
  }

  /** Returns what the engine's memory was used for in all steps that have ended. */
  public EngineMemory memory() {
    return model.memory();
  }

  /** Returns how many of the first tokens of a sequence the engine has in memory now. */
  public int cachedPrefixTokens(TokenSource tokens, int count) {
    return model.cachedPrefixTokens(tokens, count);
  }

  /** Forgets all that is cached; refused, with false, while a request runs. */
  public boolean resetPrefixCache() {
    return model.resetPrefixCache();
  }

  private void begin() {
    long nanos = model.beginStep(time.nanoTime());
    active = nanos >= 0;
    if (active) {
      time.schedule(nanos, end);
    }
  }

  private void end() {
    model.endStep(time.nanoTime());
    begin();
  }
}
