package io.thunder.okhttp.internal;

import io.thunder.transport.PauseMode;

/**
 * How SGLang is controlled ({@code python/sglang/srt/entrypoints/http_server.py}); it wants its {@code
 * --admin-api-key}, if it has one. Turns are kept by putting them back into the queue ({@code
 * retract}): of those kept in place, the cache cannot be flushed.
 */
final class SglangControl implements ControlRoutes {

  private static final String SINCE = "SGLang since 0.4.10 has it";

  @Override
  public Call pause(PauseMode mode) {
    String word =
        switch (mode) {
          case ABORT -> "abort";
          case KEEP -> "retract";
        };
    return new Call("/pause_generation", "{\"mode\":\"" + word + "\"}", SINCE);
  }

  @Override
  public Call resume() {
    return new Call("/continue_generation", "{}", SINCE);
  }

  @Override
  public Call flushCache() {
    return new Call("/flush_cache", "", "is it SGLang?");
  }

  @Override
  public Call abortTurns() {
    return new Call("/abort_request", "{\"abort_all\":true}", "is it SGLang?");
  }
}
