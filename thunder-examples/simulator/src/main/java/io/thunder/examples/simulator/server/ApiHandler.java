package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import java.io.Reader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiConsumer;
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
  private final Dialect dialect;
  private final EngineRanks ranks;
  private final ChatCompletions chat;
  private final TokenCompletions tokens;
  private final EngineControls controls;
  private final SglangPages sglang;
  private final InstantSource clock;
  private final int maxBodyBytes;
  private final Instant started;
  private final Map<String, Consumer<Exchange>> gets;
  private final Map<String, Consumer<Exchange>> posts;

  ApiHandler(
      EngineServerOptions options,
      EngineRanks ranks,
      ChatCompletions chat,
      TokenCompletions tokens,
      InstantSource clock) {
    this.preset = options.preset();
    this.dialect = options.dialect();
    this.maxBodyBytes = options.maxBodyBytes();
    this.ranks = ranks;
    this.chat = chat;
    this.tokens = tokens;
    this.controls = new EngineControls(ranks);
    this.sglang = new SglangPages(preset);
    this.clock = clock;
    this.started = clock.instant();
    this.gets = dialect == Dialect.SGLANG ? sglangGets() : vllmGets();
    this.posts = dialect == Dialect.SGLANG ? sglangPosts() : vllmPosts();
  }

  private Map<String, Consumer<Exchange>> vllmGets() {
    return Map.of(
        "/v1/models", exchange -> models(exchange, "vllm"),
        "/metrics", exchange -> metrics(exchange, MetricsText.of(preset, ranks.stats(), started)),
        "/health", this::health,
        "/version", exchange -> exchange.json(200, VERSION));
  }

  private Map<String, Consumer<Exchange>> vllmPosts() {
    return Map.of(
        "/v1/chat/completions", withBody(chat::handle),
        "/inference/v1/generate", withBody(tokens::handle),
        "/tokenize", withBody(this::tokenize),
        "/pause", controls::pause,
        "/resume", controls::resume,
        "/abort_requests", withBody(controls::abortRequests),
        "/reset_prefix_cache", controls::resetPrefixCache);
  }

  private Map<String, Consumer<Exchange>> sglangGets() {
    Consumer<Exchange> info =
        exchange -> exchange.json(200, sglang.info(ranks.stats().size()));
    return Map.of(
        "/v1/models",
        exchange -> models(exchange, "sglang"),
        "/metrics",
        exchange -> metrics(exchange, sglang.metrics(ranks.stats())),
        "/health",
        this::health,
        "/server_info",
        info,
        "/get_server_info",
        info,
        "/v1/loads",
        exchange -> exchange.json(200, sglang.loads(ranks.stats(), clock.instant())));
  }

  private Map<String, Consumer<Exchange>> sglangPosts() {
    return Map.of(
        "/v1/chat/completions", withBody(chat::handle),
        "/generate", exchange -> withBody(tokens::handle).accept(exchange.nestingErrors()),
        "/tokenize", withBody(this::tokenize),
        "/pause_generation", withBody(controls::pauseGeneration),
        "/continue_generation", controls::resume,
        "/abort_request", withBody(controls::abortRequest),
        "/flush_cache", controls::flushCache);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, dialect);
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

  private Consumer<Exchange> withBody(BiConsumer<Exchange, Reader> handler) {
    return exchange ->
        BodyReader.read(exchange, maxBodyBytes, body -> handler.accept(exchange, body));
  }

  private void tokenize(Exchange exchange, Reader body) {
    exchange.json(200, Tokenize.answer(preset, body));
  }

  private void models(Exchange exchange, String owner) {
    exchange.json(200, Models.list(preset.modelName(), preset.maxModelLen(), owner, clock));
  }

  private static void metrics(Exchange exchange, String text) {
    exchange.answer(200, MetricsText.CONTENT_TYPE, text);
  }

  private void health(Exchange exchange) {
    exchange.answer(ranks.isAlive() ? 200 : 503, "text/plain", "");
  }
}
