package io.thunder.examples.llamacpp.server;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.engine.LlamaEngine;
import io.thunder.examples.simulator.server.ApiException;
import io.thunder.examples.simulator.server.ChatRequest;
import io.thunder.examples.simulator.server.ChatRequestReader;
import io.thunder.examples.simulator.server.CompletionJson;
import io.thunder.examples.simulator.server.Exchange;
import io.thunder.examples.simulator.server.Models;
import java.io.Reader;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /v1/chat/completions}. How to sample cannot be chosen: the answers are noise anyway. */
final class ChatCompletions {

  private final LlamaEngine engine;
  private final EngineOptions options;
  private final Executor completions;
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();

  ChatCompletions(
      LlamaEngine engine, EngineOptions options, Executor completions, InstantSource clock) {
    this.engine = engine;
    this.options = options;
    this.completions = completions;
    this.clock = clock;
  }

  /** Answers a request whose body was read. */
  void handle(Exchange exchange, Reader body) {
    ChatRequest request = ChatRequestReader.read(body);
    Models.check(request.model(), options.modelName());
    if (request.messages().isEmpty()) {
      throw ApiException.badRequest("messages", "Field required: messages must not be empty.");
    }
    int[] prompt = engine.tokenize(engine.template(Messages.json(request.messages())));
    int maxTokens = maxTokens(request, prompt.length);
    CompletionJson json = new CompletionJson(
        "chatcmpl-" + ids.incrementAndGet(),
        options.modelName(),
        clock.instant().getEpochSecond());
    Completion completion = new Completion(engine, exchange, request, prompt, maxTokens, json);
    completions.execute(completion);
  }

  private int maxTokens(ChatRequest request, int promptTokens) {
    int asked = request.maxTokens().orElse(1);
    if ((long) promptTokens + asked > options.slotTokens()) {
      throw ApiException.contextOverflow(options.slotTokens(), promptTokens, asked);
    }
    return request.maxTokens().orElse(options.slotTokens() - promptTokens);
  }
}
