package io.thunder.examples.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
public final class EngineModel implements InferenceEngine {

  private final EnginePreset preset;
  private final KvCache cache;
  private final Counters counters = new Counters();
  private final StepBatch batch = new StepBatch();
  private final MemoryMeter memory = new MemoryMeter();

  private final Map<Long, Sequence> sequences = new HashMap<>();
  private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>();
  private final List<Sequence> scheduled = new ArrayList<>();
  private boolean stepping;
  private long stepBeganNanos;

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
  public void submit(EngineRequest request, long nowNanos) {
    long length = (long) request.promptTokens() + request.outputTokens();
    if (length > preset.maxModelLen()) {
      throw new IllegalArgumentException("request " + request.id() + " has " + length
          + " tokens, the model allows " + preset.maxModelLen());
    }
    Sequence sequence = new Sequence(request, preset.blockSize(), nowNanos);
    if (sequences.putIfAbsent(request.id(), sequence) != null) {
      throw new IllegalArgumentException("request " + request.id() + " is already in the engine");
    }
    waiting.addLast(sequence);
  }

  @Override
  public boolean abort(long id) {
    Sequence sequence = sequences.remove(id);
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
  public long beginStep(long nowNanos) {
    if (stepping) {
      throw new IllegalStateException("the last step has not ended");
    }
    if (sequences.isEmpty()) {
      return -1;
    }
    batch.clear();
    scheduled.clear();
    int budget = scheduleRunning();
    if (budget >= 0) {
      scheduleWaiting(budget, nowNanos);
    }
    if (batch.isEmpty()) {
      throw new IllegalStateException("no progress: " + stats());
    }
    stepping = true;
    stepBeganNanos = nowNanos;
    return preset.stepTime().nanos(batch);
  }

  /** Schedules the running requests; returns the budget left, or -1 if one was preempted. */
  private int scheduleRunning() {
    int budget = preset.maxBatchedTokens();
    boolean preempted = false;
    for (int i = 0; i < running.size() && budget > 0; i++) {
      Sequence sequence = running.get(i);
      int count = Math.min(sequence.tokens() - sequence.computedTokens, budget);
      while (sequence.phase == Sequence.Phase.RUNNING && !cache.grow(sequence, count)) {
        preemptLast();
        preempted = true;
      }
      if (sequence.phase == Sequence.Phase.RUNNING) {
        schedule(sequence, count);
        budget -= count;
      }
    }
    return preempted ? -1 : budget;
  }

  private void preemptLast() {
    Sequence victim = running.remove(running.size() - 1);
    victim.seenTokens = Math.max(victim.seenTokens, victim.computedTokens);
    cache.free(victim);
    victim.phase = Sequence.Phase.WAITING;
    victim.preemptions++;
    waiting.addFirst(victim);
    counters.preempted();
  }

  private void scheduleWaiting(int budgetLeft, long nowNanos) {
    int budget = budgetLeft;
    while (!waiting.isEmpty() && budget > 0 && running.size() < preset.maxSeqs()) {
      Sequence sequence = waiting.getFirst();
      int chunk = cache.admit(sequence, budget, preset.reserveFullSequence());
      if (chunk == 0) {
        return;
      }
      waiting.removeFirst();
      running.add(sequence);
      sequence.phase = Sequence.Phase.RUNNING;
      if (sequence.isNew()) {
        sequence.firstScheduledNanos = nowNanos;
        sequence.cachedTokens = sequence.computedTokens;
        counters.admittedFirst(sequence.tokens(), sequence.cachedTokens);
      }
      schedule(sequence, chunk);
      budget -= chunk;
    }
  }

  private void schedule(Sequence sequence, int count) {
    int context = sequence.computedTokens;
    if (context >= sequence.request.promptTokens() && count == 1) {
      batch.addDecode(context);
    } else {
      batch.addPrefill(count, context);
    }
    sequence.stepStart = context;
    sequence.computedTokens += count;
    scheduled.add(sequence);
  }

  @Override
  public void endStep(long nowNanos, EngineListener listener) {
    if (!stepping) {
      throw new IllegalStateException("no step has begun");
    }
    stepping = false;
    counters.step();
    memory.add(running, cache.usedTokens(), nowNanos - stepBeganNanos);
    boolean finished = applyTokens(nowNanos);
    if (finished) {
      running.removeIf(sequence -> sequence.phase == Sequence.Phase.FINISHED);
    }
    notify(listener, nowNanos);
  }

  /** Appends a token to each computed sequence; leaves those without one out of the callbacks. */
  private boolean applyTokens(long nowNanos) {
    boolean finished = false;
    int kept = 0;
    for (int i = 0; i < scheduled.size(); i++) {
      Sequence sequence = scheduled.get(i);
      sequence.stepStart = sequence.computedTokens;
      if (sequence.phase != Sequence.Phase.RUNNING || !sequence.isComputed()) {
        continue;
      }
      scheduled.set(kept++, sequence);
      sequence.outputTokens++;
      counters.token();
      if (sequence.outputTokens == 1) {
        sequence.firstTokenNanos = nowNanos;
        counters.firstToken(sequence.request.promptTokens(), sequence.cachedTokens);
      }
      if (sequence.isComplete()) {
        finish(sequence);
        finished = true;
      }
    }
    scheduled.subList(kept, scheduled.size()).clear();
    return finished;
  }

  private void finish(Sequence sequence) {
    cache.free(sequence);
    sequence.phase = Sequence.Phase.FINISHED;
    sequences.remove(sequence.request.id());
    counters.finished(sequence.request.finishReason());
  }

  private void notify(EngineListener listener, long nowNanos) {
    for (int i = 0; i < scheduled.size(); i++) {
      Sequence sequence = scheduled.get(i);
      if (sequence.isAborted()) {
        continue; // by the listener of another one
      }
      listener.tokenGenerated(sequence.request.id(), sequence.outputTokens, nowNanos);
      if (sequence.isComplete()) {
        listener.requestFinished(sequence.report(sequence.request.finishReason(), nowNanos));
      }
    }
    scheduled.clear();
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

  Iterable<Sequence> runningSequences() {
    return running;
  }

  Iterable<Sequence> waitingSequences() {
    return waiting;
  }
}
