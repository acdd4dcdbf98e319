package io.thunder.capacity;

/**
 * Estimates a prompt's tokens before an engine has counted them, and learns from each count.
 *
 * <p>What the engine has counted is exact, so only the text appended since is estimated: {@code
 * total of the last turn + appended characters / characters per token}. The ratio is learnt per
 * model, since a tokeniser belongs to a model, and refined per program by its own last turn, since
 * code and prose differ. Until the first count of a model, {@value #DEFAULT_CHARS_PER_TOKEN}
 * characters per token are assumed. Not thread-safe.
 */
public final class TokenEstimator {

  /** Assumed before a model's first count; a usual figure for English text and code. */
  public static final double DEFAULT_CHARS_PER_TOKEN = 4.0;

  private static final double LEARNING_RATE = 0.1;
  private static final double GIVEN_MIN = 0.5;
  private static final double GIVEN_MAX = 2.0;
  private static final double RATIO_MIN = 0.5;
  private static final double RATIO_MAX = 20.0;
  private static final double UNUSUAL = 1.5;

  private double charsPerToken = DEFAULT_CHARS_PER_TOKEN;
  private boolean learnt;

  /** What engines count for each token that callers count. */
  private double countedPerGiven = 1;

  private boolean learntGiven;

  /** Creates an estimator that knows nothing of its model yet. */
  public TokenEstimator() {}

  /**
   * Estimates the tokens of a whole prompt.
   *
   * @param chars the prompt's characters
   * @return tokens, rounded up, at least 1
   */
  public long whole(long chars) {
    return tokens(chars, charsPerToken);
  }

  /**
   * A bound that a whole prompt hardly goes below: it may hold half as much text again per token as
   * is usual, or as was learnt if that is more. What was learnt may be wrong, and may not raise it.
   *
   * @param chars the prompt's characters
   * @return tokens, rounded down
   */
  public long leastOfWhole(long chars) {
    return (long) (chars / (UNUSUAL * Math.max(DEFAULT_CHARS_PER_TOKEN, charsPerToken)));
  }

  /**
   * A bound that no prompt goes below, whatever engines said of it or of others.
   *
   * @param chars the prompt's characters
   * @return tokens, rounded down
   */
  public static long least(long chars) {
    return (long) (chars / RATIO_MAX);
  }

  /**
   * Estimates the tokens of a prompt that continues the last one of its program, by that program's
   * own ratio. Takes numbers, since this is asked with every turn and must not need an object.
   *
   * @param chars the prompt's characters
   * @param lastPromptChars the last prompt's characters, 0 if unknown
   * @param lastPromptTokens what the engine counted for it
   * @param lastCompletionTokens what the engine generated then
   * @return tokens, rounded up; of the whole text if it became shorter, as after a compaction
   */
  public long continued(
      long chars, long lastPromptChars, long lastPromptTokens, long lastCompletionTokens) {
    double ratio = ratioOf(lastPromptChars, lastPromptTokens);
    if (chars < lastPromptChars) {
      return tokens(chars, ratio);
    }
    double answerChars = lastCompletionTokens * ratio;
    double appended = Math.max(0, chars - lastPromptChars - answerChars);
    return lastPromptTokens + lastCompletionTokens + (long) Math.ceil(appended / ratio);
  }

  private double ratioOf(long promptChars, long promptTokens) {
    if (promptTokens <= 0) {
      return charsPerToken;
    }
    return promptChars == 0
        ? DEFAULT_CHARS_PER_TOKEN
        : clamped((double) promptChars / promptTokens);
  }

  /**
   * Corrects a caller's own count by what engines counted for earlier ones: a caller's tokeniser may
   * be another one, or leave the chat template out.
   *
   * @param tokens what the caller counted
   * @return tokens, rounded up
   */
  public long given(long tokens) {
    return (long) Math.ceil(tokens * countedPerGiven);
  }

  /**
   * Learns how a caller's count compares with an engine's.
   *
   * @param given what the caller counted, 0 if it did not
   * @param promptTokens what the engine counted
   */
  public void learnGiven(long given, long promptTokens) {
    if (given <= 0 || promptTokens <= 0) {
      return;
    }
    double seen = Math.max(GIVEN_MIN, Math.min(GIVEN_MAX, (double) promptTokens / given));
    countedPerGiven =
        learntGiven ? countedPerGiven + LEARNING_RATE * (seen - countedPerGiven) : seen;
    learntGiven = true;
  }

  /**
   * Learns from an engine's count.
   *
   * @param promptChars the prompt's characters
   * @param promptTokens what the engine counted
   */
  public void learn(long promptChars, long promptTokens) {
    if (promptChars <= 0 || promptTokens <= 0) {
      return;
    }
    double seen = clamped((double) promptChars / promptTokens);
    charsPerToken = learnt ? charsPerToken + LEARNING_RATE * (seen - charsPerToken) : seen;
    learnt = true;
  }

  /**
   * The ratio learnt so far.
   *
   * @return characters per token
   */
  public double charsPerToken() {
    return charsPerToken;
  }

  private static double clamped(double ratio) {
    return Math.max(RATIO_MIN, Math.min(RATIO_MAX, ratio));
  }

  private static long tokens(long chars, double ratio) {
    return Math.max(1, (long) Math.ceil(chars / ratio));
  }
}
