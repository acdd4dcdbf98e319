package io.thunder.examples.simulator;

/** An engine's state of one request: how far it is computed, and what happened to it when. */
class Sequence {

  /** Where a sequence stands. */
  enum Phase {
    /** In the waiting queue, without memory. */
    WAITING,
    /** Admitted: it holds memory. */
    RUNNING,
    /** It has left. */
    FINISHED
  }

  final EngineRequest request;
  final EngineListener listener;
  final long queuedNanos;

  Phase phase = Phase.WAITING;
  int computedTokens;

  /** How many tokens were computed before the current step; between steps, all that are. */
  int stepStart;

  /** Below this, tokens have been computed before: in an earlier turn or before a preemption. */
  int seenTokens;

  int outputTokens;
  int preemptions;
  int cachedTokens;
  long firstScheduledNanos = -1;
  long firstTokenNanos = -1;

  Sequence(EngineRequest request, EngineListener listener, long nowNanos) {
    this.listener = listener;
    this.request = request;
    this.queuedNanos = nowNanos;
    this.seenTokens = request.seenTokens();
  }

  /** Returns the number of tokens known: the prompt and the output so far. */
  int tokens() {
    return request.promptTokens() + outputTokens;
  }

  private boolean isNew() {
    return firstScheduledNanos < 0;
  }

  /** Returns whether the step just computed ended with a new token. */
  boolean isComputed() {
    return computedTokens == tokens();
  }

  /** Returns whether all output is there. */
  boolean isComplete() {
    return outputTokens == request.outputTokens();
  }

  /** Returns whether the current step is one of generation, not of a prompt. */
  boolean isDecoding() {
    return stepStart >= Math.max(seenTokens, request.promptTokens());
  }

  /** Returns which share of the tokens that the step computes was computed before. */
  double recomputedShare() {
    int count = computedTokens - stepStart;
    if (count == 0) {
      return stepStart < seenTokens ? 1 : 0; // it holds memory and waits for its turn
    }
    int repeated = Math.min(seenTokens, computedTokens) - stepStart;
    return Math.max(0, repeated) / (double) count;
  }

  boolean isAborted() {
    return phase == Phase.FINISHED && !isComplete();
  }

  /** Takes note of an admission; the first one counts for the statistics. */
  void admit(long nowNanos, Counters counters) {
    phase = Phase.RUNNING;
    if (isNew()) {
      firstScheduledNanos = nowNanos;
      cachedTokens = computedTokens;
      counters.admittedFirst(tokens(), cachedTokens);
    }
  }

  /** Takes note of a preemption: what was computed will have to be computed again. */
  void preempt(Counters counters) {
    phase = Phase.WAITING;
    preemptions++;
    counters.preempted();
    seenTokens = Math.max(seenTokens, computedTokens);
  }

  RequestReport report(FinishReason reason, long nowNanos) {
    return new RequestReport(
        request.id(),
        reason,
        request.promptTokens(),
        outputTokens,
        cachedTokens,
        preemptions,
        queuedNanos,
        firstScheduledNanos,
        firstTokenNanos,
        nowNanos);
  }
}
