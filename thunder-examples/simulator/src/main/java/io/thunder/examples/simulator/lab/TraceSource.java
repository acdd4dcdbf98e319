package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.trace.Trace;
import java.util.List;

/**
 * The programs of a trace, in an order shuffled by the seed; once all have been started, they come
 * again in another order, as programs of their own that share nothing with their earlier selves.
 */
final class TraceSource implements ProgramSource {

  private static final long DRAWS = 0x7472616365L;

  /** Tool times that the trace does not know are drawn once, so that all seeds run the same. */
  private static final long TOOL_SEED = 1;

  private final List<ProgramPlan> plans;

  /**
   * Creates the source.
   *
   * @param trace the programs
   * @param tokensMax the longest prompt and answer that the engine takes
   * @throws IllegalArgumentException if no program fits
   */
  TraceSource(Trace trace, int tokensMax) {
    this.plans = TracePlans.of(trace.timed(TOOL_SEED), tokensMax);
    if (plans.isEmpty()) {
      throw new IllegalArgumentException(
          "no program of the trace fits: all start with more than " + tokensMax + " tokens");
    }
  }

  @Override
  public ProgramPlan plan(long seed, int index) {
    int round = index / plans.size();
    return plans.get(order(seed, round)[index % plans.size()]).withIndex(index);
  }

  /** Shuffles anew at each call, which costs little against a program's life. */
  private int[] order(long seed, int round) {
    Draws draws = Draws.of(seed + DRAWS, round);
    int[] order = new int[plans.size()];
    for (int i = 0; i < order.length; i++) {
      int other = (int) (draws.uniform() * (i + 1));
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
