package io.thunder.okhttp.internal;

import io.thunder.transport.PauseMode;

/**
 * How vLLM is controlled, in development mode only ({@code vllm/entrypoints/serve/dev/rlhf} and {@code
 * cache/api_router.py}). Pausing and aborting tell it not to clear its cache, or it would, unseen.
 * Resetting the cache puts running turns back into the queue, to be computed again, without which it
 * is refused while any block is in use; SkyRL's servers take that as JSON, vLLM as a query. vLLM of
 * before February 2026 knows no {@code mode}, and aborts turns that it should keep.
 */
final class VllmControl implements ControlRoutes {

  private static final String DEV_MODE = "start vLLM with VLLM_SERVER_DEV_MODE=1";

  @Override
  public Call pause(PauseMode mode) {
    String word =
        switch (mode) {
          case ABORT -> "abort";
          case KEEP -> "keep";
        };
    return new Call(
        "/pause?mode=" + word + "&clear_cache=false",
        "",
        DEV_MODE + "; since November 2025, and keeping turns since February 2026");
  }

  @Override
  public Call resume() {
    return new Call("/resume", "", DEV_MODE + "; since November 2025");
  }

  @Override
  public Call flushCache() {
    return new Call(
        "/reset_prefix_cache?reset_running_requests=true",
        "{\"reset_running_requests\":true}",
        DEV_MODE);
  }

  @Override
  public Call abortTurns() {
    return new Call(
        "/abort_requests",
        "{\"request_ids\":[]}",
        DEV_MODE + " or --tokens-only; since July 2026, before that pause with ABORT and resume");
  }
}
