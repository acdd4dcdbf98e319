package io.thunder.internal;

import io.thunder.capacity.TokenEstimator;
import io.thunder.chat.Usage;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a turn will take before it runs, and learns from what it took: of its model, of its
 * program and of its backend.
 */
final class TurnEstimates {

  /** Models remembered; names come from requests, so that they must not add up. */
  static final int MODELS_MAX = 1_000;

  /** Characters of a name that is remembered. Longer ones, which are no names, count as one. */
  private static final int NAME_CHARS_MAX = 512;

  private final SchedulingPolicy policy;
  private final Map<String, ModelStats> models = new ModelTable();

  TurnEstimates(SchedulingPolicy policy) {
    this.policy = policy;
  }

  /** Estimates what a turn that arrives will take; its program is null if it is its first. */
  void estimate(TurnTicket turn, @Nullable ProgramEntry program) {
    ModelStats stats = stats(turn.model());
    boolean continued = program != null && program.hasCountedTurn();
    if (turn.givenPromptTokens() > 0) {
      turn.promptTokens = stats.estimator.given(turn.givenPromptTokens());
      turn.leastTokens = Math.min(turn.givenPromptTokens(), turn.promptTokens);
    } else if (program != null && continued) {
      turn.promptTokens = program.continuedBy(turn.promptChars(), stats.estimator);
      turn.leastTokens = TokenEstimator.least(turn.promptChars());
    } else {
      turn.promptTokens = stats.estimator.whole(turn.promptChars());
      turn.leastTokens = stats.estimator.leastOfWhole(turn.promptChars());
    }
    double predicted =
        program == null ? stats.growth.expected() : program.growth.expected(stats.growth);
    long growth = policy.growthReserveTokens() + (long) Math.ceil(policy.growthShare() * predicted);
    turn.reservedTokens = turn.maxTokens() > 0 ? Math.min(growth, turn.maxTokens()) : growth;
  }

  private ModelStats stats(String model) {
    return models.computeIfAbsent(
        model.length() > NAME_CHARS_MAX ? "" : model, name -> new ModelStats());
  }

  /**
   * Learns from a turn that ended, which is still among the program's running ones.
   *
   * @param pressed whether turns wait for room
   * @return whether less, or more, of the backend is to be used from now on
   */
  boolean learn(
      ProgramEntry program,
      TurnTicket turn,
      TurnOutcome outcome,
      @Nullable Usage usage,
      BackendEntry backend,
      boolean pressed,
      long now) {
    bookCosts(program, turn, usage, backend, now);
    if (outcome == TurnOutcome.FAILED || outcome == TurnOutcome.REJECTED) {
      return false; // what of the prompt was computed, if any, is not known
    }
    long prompt = usage != null ? usage.promptTokens() : turn.promptTokens;
    long completion = usage != null ? usage.completionTokens() : turn.generatedTokens;
    long total = prompt + completion;
    program.baseTokens = program.branched ? Math.max(program.baseTokens, total) : total;
    if (outcome == TurnOutcome.SUCCEEDED) {
      backend.pace.learn(now - turn.admittedNanos, completion, now);
    }
    if (outcome != TurnOutcome.SUCCEEDED || usage == null) {
      return false;
    }
    ModelStats stats = stats(turn.model());
    stats.estimator.learn(turn.promptChars(), prompt);
    stats.estimator.learnGiven(turn.givenPromptTokens(), prompt);
    stats.growth.learn(completion);
    program.growth.learn(completion);
    program.counted(turn.promptChars(), prompt, completion);
    return policy.cacheFeedback()
        && backend.watchCache(usage, Math.min(turn.expectedTokens, usage.promptTokens()), pressed);
  }

  /** Books what the program held since its turns before this one ended, on this turn. */
  static void bookCosts(
      ProgramEntry program,
      TurnTicket turn,
      @Nullable Usage usage,
      BackendEntry backend,
      long now) {
    long prompt = usage != null ? usage.promptTokens() : turn.promptTokens;
    long seenBefore = Math.min(prompt, program.baseTokens);
    long cached = usage != null && usage.cachedTokens() != null ? usage.cachedTokens() : seenBefore;
    long computed = Math.max(0, prompt - cached);
    long again = Math.min(computed, Math.max(0, seenBefore - cached));
    long firstToken = turn.generatedTokens == 0 ? -1 : turn.firstTokenNanos - turn.admittedNanos;
    long ran = now - turn.admittedNanos;
    double held = program.takeHeld(now);
    program.costs.addTurn(held, ran, firstToken, computed, again);
    backend.costs.addTurn(held, ran, firstToken, computed, again);
  }

  int modelCount() {
    return models.size();
  }

  /** What is learnt of the models used last. */
  private static final class ModelTable extends LinkedHashMap<String, ModelStats> {

    private static final long serialVersionUID = 1L;

    ModelTable() {
      super(16, 0.75f, /* accessOrder= */ true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, ModelStats> eldest) {
      return size() > MODELS_MAX;
    }
  }
}
