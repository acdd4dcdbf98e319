package io.thunder.examples.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An inference engine with the scheduling semantics of vLLM V1.
 *
 * <p>Each step has a budget of tokens. Running requests come first, in admission order: one token
 * for those that generate, a chunk for those whose prompt is not complete. When one of them finds no
 * block, the request admitted last gives all its blocks back, goes to the front of the waiting queue
 * and later computes again what is no longer cached. Waiting requests are admitted in order while
 * there is budget and room, and only if nothing was preempted in the step; the first that does not
 * fit blocks those behind it. No room is reserved for output.
 *
 * <p>Modelled after {@code vllm/v1/core/sched/scheduler.py} (August 2026), first come first served,
 * without asynchronous scheduling, speculative decoding, KV connectors and priorities. An admission
 * costs O(blocks of the prompt), a step O(running), each block O(1) otherwise.
 *
 * <p>Not thread-safe.
 */
public sealed class EngineModel implements InferenceEngine permits ContinuumEngine {

  private final EnginePreset preset;
  private final KvCache cache;
  private final Counters counters = new Counters();
  private final MemoryMeter memory = new MemoryMeter();
  private final Step<BlockSequence> step = new Step<>();

  private final Map<Long, BlockSequence> sequences = new HashMap<>();
  private final ArrayDeque<BlockSequence> waiting = new ArrayDeque<>();
  private final List<BlockSequence> running = new ArrayList<>();

  /** Creates an idle engine with an empty cache. */
  public EngineModel(EnginePreset preset) {
    this.preset = preset;
    this.cache = new KvCache(new BlockPool(preset.blocks()), preset.blockSize());
  }

  @Override
  public EnginePreset preset() {
    return preset;
  }

  @Override
  public boolean isIdle() {
    return sequences.isEmpty();
  }

  @Override
  public void submit(EngineRequest request, EngineListener listener, long nowNanos) {
    long length = (long) request.promptTokens() + request.outputTokens();
    if (length > preset.maxModelLen()) {
      throw new IllegalArgumentException("request " + request.id() + " has " + length
          + " tokens, the model allows " + preset.maxModelLen());
    }
    BlockSequence sequence = new BlockSequence(request, listener, preset.blockSize(), nowNanos);
    if (sequences.putIfAbsent(request.id(), sequence) != null) {
      throw new IllegalArgumentException("request " + request.id() + " is already in the engine");
    }
    waiting.addLast(sequence);
  }

  @Override
  public boolean abort(long id) {
    BlockSequence sequence = sequences.remove(id);
    if (sequence == null) {
      return false;
    }
    if (sequence.phase == Sequence.Phase.RUNNING) {
      running.remove(sequence);
      cache.free(sequence);
    } else {
      waiting.remove(sequence);
    }
    sequence.phase = Sequence.Phase.FINISHED;
    counters.finished(FinishReason.ABORT);
    return true;
  }

  @Override
  public @Nullable RequestReport stop(long id, long nowNanos) {
    BlockSequence sequence = sequences.get(id);
    if (sequence == null || !abort(id)) {
      return null;
    }
    return sequence.report(FinishReason.ABORT, nowNanos);
  }

  @Override
  public void requeue() {
    while (!running.isEmpty()) {
      preemptLast();
    }
  }

  @Override
  public long beginStep(long nowNanos) {
    step.prepare();
    if (sequences.isEmpty()) {
      return -1;
    }
    int budget = scheduleRunning();
    if (budget >= 0) {
      scheduleWaiting(budget, nowNanos);
    }
    if (step.isEmpty()) {
      throw new IllegalStateException("no progress: " + stats());
    }
    return step.begin(preset.stepTime(), nowNanos);
  }

  /** Schedules the running requests; returns the budget left, or -1 if one was preempted. */
  private int scheduleRunning() {
    int budget = preset.maxBatchedTokens();
    boolean preempted = false;
    for (int i = 0; i < running.size() && budget > 0; i++) {
      BlockSequence sequence = running.get(i);
      int count = Math.min(sequence.tokens() - sequence.computedTokens, budget);
      while (sequence.phase == Sequence.Phase.RUNNING && !cache.grow(sequence, count)) {
        preempted |= makeRoomToGrow();
      }
      if (sequence.phase == Sequence.Phase.RUNNING) {
        step.add(sequence, count);
        budget -= count;
      }
    }
    return preempted ? -1 : budget;
  }

  /** Frees blocks for running requests; returns whether one of them was preempted for it. */
  boolean makeRoomToGrow() {
    preemptLast();
    return true;
  }

  private void preemptLast() {
    BlockSequence victim = running.remove(running.size() - 1);
    victim.preempt(counters);
    cache.free(victim);
    waiting.addFirst(victim);
  }

  private void scheduleWaiting(int budgetLeft, long nowNanos) {
    int budget = budgetLeft;
    while (!waiting.isEmpty() && budget > 0 && running.size() < preset.maxSeqs()) {
      BlockSequence sequence = next();
      int chunk = cache.admit(sequence, budget, preset.reserveFullSequence());
      if (chunk == 0) {
        if (makeRoomToAdmit()) {
          continue;
        }
        return;
      }
      waiting.remove(sequence);
      running.add(position(sequence), sequence);
      sequence.admit(nowNanos, counters);
      step.add(sequence, chunk);
      budget -= chunk;
    }
  }

  /** Returns the waiting request to admit next. */
  BlockSequence next() {
    return waiting.getFirst();
  }

  /** Returns where a request comes among the running ones, of which the last is preempted first. */
  int position(BlockSequence sequence) {
    return running.size();
  }

  /** Frees blocks for the next request, if blocks are held that can be given up for it. */
  boolean makeRoomToAdmit() {
    return false;
  }

  /** Gives up the blocks of a request that has finished. */
  void release(BlockSequence sequence, long nowNanos) {
    cache.free(sequence);
  }

  /** Returns the memory that finished requests keep from running ones, in tokens. */
  long keptTokens() {
    return 0;
  }

  /** Returns the finished requests that still have their blocks. */
  List<BlockSequence> keptSequences() {
    return List.of();
  }

  @Override
  public void endStep(long nowNanos) {
    long stepNanos = step.end(nowNanos);
    counters.step();
    memory.add(running, cache.usedTokens() - keptTokens(), stepNanos);
    step.applyTokens(nowNanos, counters, sequence -> finish(sequence, nowNanos));
    step.announce(nowNanos);
  }

  private void finish(BlockSequence sequence, long nowNanos) {
    running.remove(sequence);
    release(sequence, nowNanos);
    sequence.phase = Sequence.Phase.FINISHED;
    sequences.remove(sequence.request.id());
    counters.finished(sequence.request.finishReason());
  }

  @Override
  public boolean resetPrefixCache() {
    return cache.pool().resetCache();
  }

  @Override
  public EngineStats stats() {
    return counters.stats(running.size(), waiting.size(), cache.pool().usage());
  }

  @Override
  public EngineMemory memory() {
    return memory.total();
  }

  @Override
  public int cachedPrefixTokens(TokenSource tokens, int count) {
    return cache.cachedPrefixTokens(tokens, count);
  }

  BlockPool pool() {
    return cache.pool();
  }

  KvCache cache() {
    return cache;
  }

  List<BlockSequence> runningSequences() {
    return running;
  }

  Collection<BlockSequence> waitingSequences() {
    return waiting;
  }
}
