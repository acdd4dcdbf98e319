package io.thunder.examples.conformance;

/**
 * Where a family of servers takes what not all of them take.
 *
 * @param tokens requests in tokens
 * @param pause to compute nothing
 * @param resume to go on
 * @param flush to forget what is cached
 * @param abort to end what is in flight
 */
record ScriptedRoutes(String tokens, String pause, String resume, String flush, String abort) {

  static final ScriptedRoutes VLLM = new ScriptedRoutes(
      "/inference/v1/generate", "/pause", "/resume", "/reset_prefix_cache", "/abort_requests");

  static final ScriptedRoutes SGLANG = new ScriptedRoutes(
      "/generate", "/pause_generation", "/continue_generation", "/flush_cache", "/abort_request");

  static final ScriptedRoutes NONE = new ScriptedRoutes("", "", "", "", "");
}
