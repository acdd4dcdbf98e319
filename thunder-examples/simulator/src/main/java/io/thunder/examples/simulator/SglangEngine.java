package io.thunder.examples.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An inference engine with the scheduling semantics of SGLang.
 *
 * <p>A step is either a prefill batch or a decode batch, and prefill goes first: while waiting
 * requests fit, or a long prompt is not complete, those that generate stand still. Requests are
 * admitted in order, each with room for its output ({@link PrefillBudget}); the first that finds no
 * memory ends admission until a running request leaves. Prompts are put into the radix tree when
 * they are computed, outputs when the request ends. When a decode step finds no memory, the requests
 * with the fewest output tokens, and among them those with the longest prompts, are retracted: they
 * give up what is not in the tree and go to the end of the waiting queue.
 *
 * <p>Modelled after {@code scheduler.py}, {@code schedule_policy.py} and {@code schedule_batch.py}
 * of SGLang 0.5.18, first come first served, with pages of the preset's block size, since a {@link
 * TokenSource} knows tokens by block. Without overlapped scheduling, mixed batches, speculative
 * decoding, hierarchical caches and priorities. Refuses requests that would not fit even alone, so
 * that SGLang's last resort, to abort the only request left, is never needed. An admission costs
 * O(nodes of the tree on its path), a step O(running).
 *
 * <p>Not thread-safe.
 */
public final class SglangEngine implements InferenceEngine {

  /** The last one is retracted first. */
  private static final Comparator<Sequence> RETRACTED_LAST = Comparator.<Sequence>comparingInt(
          sequence -> sequence.outputTokens)
      .reversed()
      .thenComparingInt(sequence -> sequence.request.promptTokens());

  private final EnginePreset preset;
  private final int requestTokensMax;
  private final RadixCache cache;
  private final NewTokenRatio ratio = new NewTokenRatio();
  private final Counters counters = new Counters();
  private final MemoryMeter memory = new MemoryMeter();
  private final Step<RadixSequence> step = new Step<>();

  private final Map<Long, RadixSequence> sequences = new HashMap<>();
  private final ArrayDeque<RadixSequence> waiting = new ArrayDeque<>();
  private final List<RadixSequence> running = new ArrayList<>();

  /** The running request whose prompt is not complete, if there is one. */
  private @Nullable RadixSequence chunked;

  /** Whether admission is over until a running request leaves. */
  private boolean full;

  /** Creates an idle engine with an empty cache. */
  public SglangEngine(EnginePreset preset) {
    if (preset.maxBatchedTokens() < preset.blockSize()) {
      throw new IllegalArgumentException("a batch of " + preset.maxBatchedTokens()
          + " tokens cannot hold a page of " + preset.blockSize());
    }
    this.preset = preset;
    this.cache = new RadixCache(preset.blocks() - 1, preset.blockSize());
    long memoryTokens = (long) cache.pages() * cache.pageSize();
    this.requestTokensMax =
        (int) Math.min(preset.maxModelLen(), memoryTokens - cache.pageSize()) - 1;
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
    if (length > requestTokensMax) {
      throw new IllegalArgumentException("request " + request.id() + " has " + length
          + " tokens, the engine allows " + requestTokensMax);
    }
    RadixSequence sequence = new RadixSequence(
        request, listener, outputTokensMax(request), cache.tree().root(), nowNanos);
    if (sequences.putIfAbsent(request.id(), sequence) != null) {
      throw new IllegalArgumentException("request " + request.id() + " is already in the engine");
    }
    waiting.addLast(sequence);
  }

  /** Only a request that runs into a limit was given one. */
  private int outputTokensMax(EngineRequest request) {
    return request.finishReason() == FinishReason.LENGTH
        ? request.outputTokens()
        : requestTokensMax - request.promptTokens();
  }

  @Override
  public boolean abort(long id) {
    RadixSequence sequence = sequences.get(id);
    if (sequence == null) {
      return false;
    }
    if (sequence.phase == Sequence.Phase.RUNNING) {
      end(sequence, FinishReason.ABORT);
    } else {
      waiting.remove(sequence);
      forget(sequence, FinishReason.ABORT);
    }
    return true;
  }

  @Override
  public @Nullable RequestReport stop(long id, long nowNanos) {
    RadixSequence sequence = sequences.get(id);
    if (sequence == null || !abort(id)) {
      return null;
    }
    return sequence.report(FinishReason.ABORT, nowNanos);
  }

  @Override
  public void requeue() {
    while (!running.isEmpty()) {
      retract(running.get(0));
    }
  }

  @Override
  public long beginStep(long nowNanos) {
    step.prepare();
    if (sequences.isEmpty()) {
      ratio.reset();
      return -1;
    }
    prefill(nowNanos);
    if (step.isEmpty()) {
      decode();
    }
    if (step.isEmpty()) {
      throw new IllegalStateException("no progress: " + stats());
    }
    return step.begin(preset.stepTime(), nowNanos);
  }

  private void prefill(long nowNanos) {
    if (chunked == null && (full || waiting.isEmpty())) {
      return;
    }
    PrefillBudget budget =
        new PrefillBudget(cache, preset.maxBatchedTokens(), expectedOutputTokens());
    if (chunked != null) {
      budget.resume(chunked);
    }
    admitWaiting(budget, nowNanos);
    chunked = null;
    for (RadixSequence sequence : budget.granted()) {
      cache.grow(sequence, sequence.chunkTokens);
      step.add(sequence, sequence.chunkTokens);
      if (!sequence.isComputed()) {
        chunked = sequence;
      }
    }
  }

  /** Returns the output that is expected of the requests that generate. */
  private double expectedOutputTokens() {
    long reserved = 0;
    for (RadixSequence sequence : running) {
      reserved += sequence == chunked ? 0 : sequence.reservedTokens();
    }
    return reserved * ratio.value();
  }

  private void admitWaiting(PrefillBudget budget, long nowNanos) {
    while (!full && budget.isOpen() && !waiting.isEmpty()) {
      if (running.size() >= preset.maxSeqs()) {
        full = true;
        return;
      }
      RadixSequence sequence = waiting.getFirst();
      boolean admitted = budget.admit(sequence);
      full = budget.memoryIsFull();
      if (!admitted) {
        return;
      }
      waiting.removeFirst();
      running.add(sequence);
      sequence.admit(nowNanos, counters);
    }
  }

  private void decode() {
    if (makeRoomToDecode()) {
      ratio.decay();
    } else {
      retract();
    }
    for (RadixSequence sequence : running) {
      cache.grow(sequence, 1);
      step.add(sequence, 1);
    }
  }

  /** Frees a page for each running request that is at the end of its last one, if possible. */
  private boolean makeRoomToDecode() {
    int pages = 0;
    for (RadixSequence sequence : running) {
      pages += sequence.computedTokens % cache.pageSize() == 0 ? 1 : 0;
    }
    return cache.makeRoom(pages);
  }

  private void retract() {
    running.sort(RETRACTED_LAST);
    do {
      retract(running.get(running.size() - 1));
      cache.makeRoom(cache.pagesFor((long) running.size() * NewTokenRatio.RETRACT_STEPS));
    } while (running.size() > 1 && !makeRoomToDecode());
    ratio.retracted(running);
  }

  private void retract(RadixSequence victim) {
    victim.preempt(counters);
    leave(victim);
    waiting.addLast(victim);
  }

  @Override
  public void endStep(long nowNanos) {
    long stepNanos = step.end(nowNanos);
    counters.step();
    memory.add(running, cache.usedTokens(), stepNanos);
    insertPrompts();
    step.applyTokens(nowNanos, counters, this::finish);
    step.announce(nowNanos);
  }

  /** Makes the prompts, and parts of prompts, of a prefill batch findable. */
  private void insertPrompts() {
    for (RadixSequence sequence : step.scheduled()) {
      if (sequence.chunkTokens > 0 && sequence.phase == Sequence.Phase.RUNNING) {
        cache.insert(sequence);
      }
      sequence.chunkTokens = 0;
    }
  }

  private void finish(RadixSequence sequence) {
    end(sequence, sequence.request.finishReason());
  }

  /** Ends a running request, whose output stays in the tree. */
  private void end(RadixSequence sequence, FinishReason reason) {
    cache.insert(sequence);
    leave(sequence);
    forget(sequence, reason);
  }

  private void forget(RadixSequence sequence, FinishReason reason) {
    sequence.phase = Sequence.Phase.FINISHED;
    sequences.remove(sequence.request.id());
    counters.finished(reason);
  }

  /** Takes the memory of a running request, except for what is in the tree. */
  private void leave(RadixSequence sequence) {
    running.remove(sequence);
    cache.release(sequence);
    full = false;
    if (sequence == chunked) {
      chunked = null;
    }
  }

  @Override
  public boolean resetPrefixCache() {
    return cache.reset();
  }

  @Override
  public EngineStats stats() {
    return counters.stats(running.size(), waiting.size(), cache.usage());
  }

  @Override
  public EngineMemory memory() {
    return memory.total();
  }

  @Override
  public int cachedPrefixTokens(TokenSource tokens, int count) {
    return cache.cachedPrefixTokens(tokens, count);
  }

  RadixCache cache() {
    return cache;
  }

  NewTokenRatio newTokenRatio() {
    return ratio;
  }

  Iterable<RadixSequence> runningSequences() {
    return running;
  }

  Iterable<RadixSequence> waitingSequences() {
    return waiting;
  }
}
