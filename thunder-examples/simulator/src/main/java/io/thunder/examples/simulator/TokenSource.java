package io.thunder.examples.simulator;

/**
 * The identity of the tokens of one request, prompt and output alike, in units of KV blocks.
 *
 * <p>The hash of a block stands for all tokens up to its end, as in vLLM's hash chain: two requests
 * that agree on the hash of block {@code i} must agree on the hashes of all blocks before it.
 */
@FunctionalInterface
public interface TokenSource {

  /**
   * Returns the chained hash of a block.
   *
   * @param blockIndex counted from 0 at the start of the prompt; only blocks whose tokens are all
   *     known are asked for
   */
  long blockHash(int blockIndex);
}
