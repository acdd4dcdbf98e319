package io.thunder.examples.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A model of an inference engine, without clock and threads: a driver calls {@link #beginStep}, lets
 * the returned time pass, and calls {@link #endStep}. Requests come and go at any time.
 *
 * <p>Not thread-safe.
 */
public interface InferenceEngine {

  /** Returns what the engine was made from. */
  EnginePreset preset();

  /** Returns whether there is nothing to do. */
  boolean isIdle();

  /**
   * Appends a request to the waiting queue; possible at any time.
   *
   * @param listener hears of this request, until it is complete or aborted
   * @throws IllegalArgumentException if it is longer than the model allows, or its id is in use
   */
  void submit(EngineRequest request, EngineListener listener, long nowNanos);

  /**
   * Removes a request and gives its memory back at once; possible at any time.
   *
   * @return false if the engine does not have it
   */
  boolean abort(long id);

  /**
   * Removes a request as {@link #abort} does; possible between two steps.
   *
   * @return what happened to it until now, null if the engine does not have it
   */
  @Nullable
  RequestReport stop(long id, long nowNanos);

  /**
   * Puts all running requests back into the waiting queue; what was computed of them is given up, and
   * will be computed again unless it is still cached. Possible between two steps.
   */
  void requeue();

  /**
   * Schedules one step.
   *
   * @return how long the step takes, or -1 if there is nothing to do
   */
  long beginStep(long nowNanos);

  /** Applies the step that was begun: new tokens, finished requests, and then the callbacks. */
  void endStep(long nowNanos);

  /** Forgets all that is cached; refused, with false, while a request runs. */
  boolean resetPrefixCache();

  /** Returns a picture of the engine as it is now. */
  EngineStats stats();

  /** Returns what its memory was used for in all steps that have ended. */
  EngineMemory memory();

  /**
   * Returns how many tokens at the start of a sequence have their KV entries in memory now, in use
   * or only cached. Looking changes nothing: it is no access that would protect them from eviction.
   *
   * @param tokens identity of the sequence
   * @param count how many of its tokens to look for; only whole blocks are found
   */
  int cachedPrefixTokens(TokenSource tokens, int count);
}
