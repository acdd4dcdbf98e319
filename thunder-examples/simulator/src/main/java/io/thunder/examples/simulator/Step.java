package io.thunder.examples.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One step of an engine: which sequences it computes, and what becomes of them when it ends.
 *
 * <p>The same object serves all steps of an engine, one after the other.
 */
final class Step<S extends Sequence> {

  private final StepBatch batch = new StepBatch();
  private final List<S> scheduled = new ArrayList<>();
  private boolean begun;
  private long beganNanos;

  /** Empties the step for the next sequences; the one before must have ended. */
  void prepare() {
    if (begun) {
      throw new IllegalStateException("the last step has not ended");
    }
    batch.clear();
    scheduled.clear();
  }

  /** Lets the step compute more tokens of a sequence that has room for them. */
  void add(S sequence, int count) {
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

  boolean isEmpty() {
    return batch.isEmpty();
  }

  List<S> scheduled() {
    return scheduled;
  }

  /** Starts the step; returns how long it takes. */
  long begin(StepTime time, long nowNanos) {
    begun = true;
    beganNanos = nowNanos;
    return time.nanos(batch);
  }

  /** Ends the step; returns how long it took. */
  long end(long nowNanos) {
    if (!begun) {
      throw new IllegalStateException("no step has begun");
    }
    begun = false;
    return nowNanos - beganNanos;
  }

  /**
   * Appends a token to each computed sequence; leaves those without one out of the callbacks.
   *
   * @param finish called with each sequence that is complete now
   */
  void applyTokens(long nowNanos, Counters counters, Consumer<S> finish) {
    int kept = 0;
    for (int i = 0; i < scheduled.size(); i++) {
      S sequence = scheduled.get(i);
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
        finish.accept(sequence);
      }
    }
    scheduled.subList(kept, scheduled.size()).clear();
  }

  /** Tells the listeners of the new tokens. */
  void announce(long nowNanos) {
    for (int i = 0; i < scheduled.size(); i++) {
      S sequence = scheduled.get(i);
      if (sequence.isAborted()) {
        continue; // by the listener of another one
      }
      sequence.listener.tokenGenerated(sequence.request.id(), sequence.outputTokens, nowNanos);
      if (sequence.isComplete()) {
        sequence.listener.requestFinished(
            sequence.report(sequence.request.finishReason(), nowNanos));
      }
    }
    scheduled.clear();
  }
}
