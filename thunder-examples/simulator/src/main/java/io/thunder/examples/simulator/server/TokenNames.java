package io.thunder.examples.simulator.server;

/**
 * What a server calls the fields of a request in tokens that all have.
 *
 * @param prompt the ids of the prompt's tokens
 * @param maxTokens the limit of the answer
 * @param minTokens the least length of the answer
 * @param cacheSalt what separates prefix caches
 * @param maxTokensUnsaid the limit of an answer that came without one, 0 for that of the model
 */
record TokenNames(
    String prompt, String maxTokens, String minTokens, String cacheSalt, int maxTokensUnsaid) {

  static final TokenNames VLLM =
      new TokenNames("token_ids", "max_tokens", "min_tokens", "cache_salt", 0);

  static final TokenNames SGLANG =
      new TokenNames("input_ids", "max_new_tokens", "min_new_tokens", "extra_key", 128);
}
