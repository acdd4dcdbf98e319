package io.thunder.examples.simulator.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.Reader;
import org.eclipse.jetty.server.Request;

/** What a server can be told besides requests: as vLLM in development mode, and as SGLang. */
final class EngineControls {

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  private final EngineRanks ranks;

  EngineControls(EngineRanks ranks) {
    this.ranks = ranks;
  }

  /** vLLM's {@code POST /pause?mode=abort|keep&clear_cache=true}. */
  void pause(Exchange exchange) {
    String mode = query(exchange, "mode", "abort");
    boolean clear = query(exchange, "clear_cache", "true").equals("true");
    Runnable paused = () -> exchange.json(200, "{\"status\":\"paused\"}");
    Runnable done =
        clear ? () -> ranks.resetPrefixCaches(/* requeue= */ false, ok -> paused.run()) : paused;
    switch (mode) {
      case "abort" -> stop(/* requeue= */ false, () -> abort(done));
      case "keep" -> stop(/* requeue= */ false, done);
      default -> throw ApiException.badRequest("mode", "mode " + mode + " is not known here.");
    }
  }

  /** SGLang's {@code POST /pause_generation {"mode":"abort|retract|in_place"}}. */
  void pauseGeneration(Exchange exchange, Reader body) {
    Runnable done = () -> exchange.answer(200, JSON, "{\"status\":\"ok\"}");
    JsonElement mode = object(body).get("mode");
    switch (mode == null ? "abort" : mode.getAsString()) {
      case "abort" -> stop(/* requeue= */ false, () -> abort(done));
      case "retract" -> stop(/* requeue= */ true, done);
      case "in_place" -> stop(/* requeue= */ false, done);
      default -> throw ApiException.badRequest("mode", "mode " + mode + " is not known here.");
    }
  }

  /** vLLM's {@code POST /resume}, and SGLang's {@code POST /continue_generation}. */
  void resume(Exchange exchange) {
    ranks.each(EngineLoop::resume, () -> exchange.json(200, "{\"status\":\"resumed\"}"));
  }

  /** vLLM's {@code POST /abort_requests {"request_ids":[]}}. */
  void abortRequests(Exchange exchange, Reader body) {
    JsonElement some = object(body).get("request_ids");
    abortAll(exchange, some == null || some.getAsJsonArray().isEmpty());
  }

  /** SGLang's {@code POST /abort_request {"abort_all":true}}. */
  void abortRequest(Exchange exchange, Reader body) {
    JsonElement all = object(body).get("abort_all");
    abortAll(exchange, all != null && all.getAsBoolean());
  }

  private void abortAll(Exchange exchange, boolean asked) {
    if (!asked) {
      throw ApiException.notImplemented("Only all requests can be aborted.");
    }
    abort(() -> exchange.answer(200, TEXT, ""));
  }

  /** vLLM's {@code POST /reset_prefix_cache?reset_running_requests=false}. */
  void resetPrefixCache(Exchange exchange) {
    boolean requeue = query(exchange, "reset_running_requests", "false").equals("true");
    ranks.resetPrefixCaches(
        requeue, success -> exchange.json(200, "{\"success\":" + success + "}"));
  }

  /** SGLang's {@code POST /flush_cache}. */
  void flushCache(Exchange exchange) {
    ranks.resetPrefixCaches(
        /* requeue= */ false,
        success -> exchange.answer(
            success ? 200 : 400,
            TEXT,
            success ? "Cache flushed." : "Flush cache failed: there are running requests."));
  }

  private void stop(boolean requeue, Runnable done) {
    ranks.each((loop, one) -> loop.pause(requeue, one), done);
  }

  private void abort(Runnable done) {
    ranks.each(EngineLoop::endAll, done);
  }

  private static String query(Exchange exchange, String name, String unsaid) {
    String value = Request.extractQueryParameters(exchange.request()).getValue(name);
    return value == null ? unsaid : value;
  }

  private static JsonObject object(Reader body) {
    try {
      return JsonParser.parseReader(body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw ApiException.badRequest(null, "Invalid request: " + e.getMessage());
    }
  }
}
