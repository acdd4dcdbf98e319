package io.thunder.examples.llamacpp.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.engine.LlamaEngine;
import io.thunder.examples.simulator.server.ApiException;
import io.thunder.examples.simulator.server.BodyReader;
import io.thunder.examples.simulator.server.ChatRequest;
import io.thunder.examples.simulator.server.ChatRequestReader;
import io.thunder.examples.simulator.server.Exchange;
import io.thunder.examples.simulator.server.Models;
import java.io.Reader;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds the handler of a request by path and method. */
final class ApiHandler extends Handler.Abstract {

  private static final int MAX_BODY_BYTES = 64 << 20;

  private final LlamaEngine engine;
  private final EngineOptions options;
  private final ChatCompletions chat;
  private final Map<String, Consumer<Exchange>> gets;
  private final Map<String, Consumer<Exchange>> posts;

  ApiHandler(LlamaEngine engine, EngineOptions options, Executor completions, InstantSource clock) {
    this.engine = engine;
    this.options = options;
    this.chat = new ChatCompletions(engine, options, completions, clock);
    this.gets = Map.of(
        "/v1/models",
        exchange ->
            exchange.json(200, Models.list(options.modelName(), options.slotTokens(), clock)),
        "/metrics",
        exchange ->
            exchange.answer(200, MetricsText.CONTENT_TYPE, MetricsText.of(options, engine.stats())),
        "/health",
        exchange -> exchange.answer(200, "text/plain", ""));
    this.posts = Map.of("/v1/chat/completions", this::chat, "/tokenize", this::tokenize);
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
    BodyReader.read(exchange, MAX_BODY_BYTES, body -> chat.handle(exchange, body));
  }

  private void tokenize(Exchange exchange) {
    BodyReader.read(exchange, MAX_BODY_BYTES, body -> exchange.json(200, tokens(body)));
  }

  private String tokens(Reader body) {
    ChatRequest request = ChatRequestReader.read(body);
    Models.check(request.model(), options.modelName());
    String text = request.messages().isEmpty()
        ? request.prompt()
        : engine.template(Messages.json(request.messages()));
    JsonArray tokens = new JsonArray();
    for (int token : engine.tokenize(text)) {
      tokens.add(token);
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("count", tokens.size());
    answer.addProperty("max_model_len", options.slotTokens());
    answer.add("tokens", tokens);
    answer.add("token_strs", JsonNull.INSTANCE);
    return answer.toString();
  }
}
