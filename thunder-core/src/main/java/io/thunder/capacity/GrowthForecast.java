package io.thunder.capacity;

/**
 * Predicts how many tokens a turn will generate, from the turns before it: a moving average that
 * forgets slowly. A program's own average is drawn towards that of its peers until it has a history
 * of its own. Not thread-safe.
 */
public final class GrowthForecast {

  /** Assumed before any turn has ended. */
  public static final double DEFAULT_TOKENS = 256;

  private static final double LEARNING_RATE = 0.2;

  /** How many own turns weigh as much as what the peers do. */
  private static final double PEER_WEIGHT = 2;

  /** More turns than these weigh no more. */
  private static final int TURNS_MAX = 10;

  private double mean;
  private int turns;

  /** Creates a forecast without history. */
  public GrowthForecast() {}

  /**
   * Learns from a turn that ended.
   *
   * @param completionTokens what it generated
   */
  public void learn(long completionTokens) {
    turns = Math.min(turns + 1, TURNS_MAX);
    mean += Math.max(1.0 / turns, LEARNING_RATE) * (completionTokens - mean);
  }

  /**
   * The expected tokens of the next turn.
   *
   * @return tokens
   */
  public double expected() {
    return turns == 0 ? DEFAULT_TOKENS : mean;
  }

  /**
   * The expected tokens of the next turn of a program.
   *
   * @param peers the forecast over all programs of the same model
   * @return tokens
   */
  public double expected(GrowthForecast peers) {
    return (turns * mean + PEER_WEIGHT * peers.expected()) / (turns + PEER_WEIGHT);
  }
}
