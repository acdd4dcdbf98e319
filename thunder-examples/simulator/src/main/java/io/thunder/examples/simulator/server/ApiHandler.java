package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds the handler of a request by path and method. */
final class ApiHandler extends Handler.Abstract {

  private static final String VERSION = "{\"version\":\"0.27.0\"}";

  private final EnginePreset preset;
  private final EngineLoop loop;
  private final ChatCompletions chat;
  private final int maxBodyBytes;
  private final Instant started;
  private final Map<String, Consumer<Exchange>> gets;
  private final Map<String, Consumer<Exchange>> posts;

  ApiHandler(
      EngineServerOptions options, EngineLoop loop, ChatCompletions chat, InstantSource clock) {
    this.preset = options.preset();
    this.maxBodyBytes = options.maxBodyBytes();
    this.loop = loop;
    this.chat = chat;
    this.started = clock.instant();
    this.gets = Map.of(
        "/v1/models",
        exchange ->
            exchange.json(200, Models.list(preset.modelName(), preset.maxModelLen(), clock)),
        "/metrics",
        this::metrics,
        "/health",
        this::health,
        "/version",
        exchange -> exchange.json(200, VERSION));
    this.posts = Map.of(
        "/v1/chat/completions", this::chat,
        "/tokenize", this::tokenize,
        "/reset_prefix_cache", this::resetPrefixCache);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      route(request).accept(exchange);
    } catch (ApiException e) {
      exchange.error(e);
    }
    return true;
  }

  private Consumer<Exchange> route(Request request) {
    String path = Request.getPathInContext(request);
    Consumer<Exchange> get = gets.get(path);
    Consumer<Exchange> post = posts.get(path);
    if (get == null && post == null) {
      throw ApiException.notFound();
    }
    if (get != null && HttpMethod.GET.is(request.getMethod())) {
      return get;
    }
    if (post != null && HttpMethod.POST.is(request.getMethod())) {
      return post;
    }
    throw ApiException.methodNotAllowed();
  }

  private void chat(Exchange exchange) {
    BodyReader.read(exchange, maxBodyBytes, body -> chat.handle(exchange, body));
  }

  private void tokenize(Exchange exchange) {
    BodyReader.read(
        exchange, maxBodyBytes, body -> exchange.json(200, Tokenize.answer(preset, body)));
  }

  private void metrics(Exchange exchange) {
    exchange.answer(200, MetricsText.CONTENT_TYPE, MetricsText.of(preset, loop.stats(), started));
  }

  private void health(Exchange exchange) {
    exchange.answer(loop.isAlive() ? 200 : 503, "text/plain", "");
  }

  private void resetPrefixCache(Exchange exchange) {
    loop.resetPrefixCache(success -> exchange.json(200, "{\"success\":" + success + "}"));
  }
}
