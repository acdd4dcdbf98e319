package io.thunder.capacity;

/** Arithmetic of KV blocks: engines hand out cache in whole blocks. */
public final class Blocks {

  /** vLLM's default block size in tokens. */
  public static final int DEFAULT_TOKENS = 16;

  private Blocks() {}

  /**
   * Rounds up to whole blocks.
   *
   * @param tokens at least 0
   * @param blockTokens tokens per block, at least 1
   * @return the smallest multiple of the block size that holds the tokens
   */
  public static long roundUp(long tokens, int blockTokens) {
    return (tokens + blockTokens - 1) / blockTokens * blockTokens;
  }

  /**
   * Rounds down to whole blocks.
   *
   * @param tokens at least 0
   * @param blockTokens tokens per block, at least 1
   * @return the largest multiple of the block size that is not larger
   */
  public static long roundDown(long tokens, int blockTokens) {
    return tokens / blockTokens * blockTokens;
  }
}
