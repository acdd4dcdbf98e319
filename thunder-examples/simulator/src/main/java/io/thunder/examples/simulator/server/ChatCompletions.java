package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineRequest;
import java.io.Reader;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /v1/chat/completions}. */
final class ChatCompletions {

  private final EnginePreset preset;
  private final EngineLoop loop;
  private final Executor delivery;
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();

  ChatCompletions(EnginePreset preset, EngineLoop loop, Executor delivery, InstantSource clock) {
    this.preset = preset;
    this.loop = loop;
    this.delivery = delivery;
    this.clock = clock;
  }

  /** Answers a request whose body was read. */
  void handle(Exchange exchange, Reader body) {
    ChatRequest chat = ChatRequestReader.read(body);
    Models.check(chat.model(), preset.modelName());
    if (chat.messages().isEmpty()) {
      throw ApiException.badRequest("messages", "Field required: messages must not be empty.");
    }
    ChatTokens tokens = ChatTokens.of(chat, preset.blockSize());
    EngineRequest request =
        AnswerLength.request(ids.incrementAndGet(), chat, tokens, preset.maxModelLen());
    CompletionJson json = new CompletionJson(
        "chatcmpl-" + requestId(exchange, request.id()),
        preset.modelName(),
        clock.instant().getEpochSecond());
    ChatCall call = new ChatCall(exchange, () -> loop.abort(request.id()));
    if (chat.stream()) {
      StreamedAnswer answer =
          new StreamedAnswer(exchange, call, json, tokens.answer(), chat, request, delivery);
      answer.begin();
      loop.submit(request, answer);
    } else {
      loop.submit(request, new PlainAnswer(exchange, call, json, tokens.answer()));
    }
  }

  private static String requestId(Exchange exchange, long id) {
    String given = exchange.request().getHeaders().get("X-Request-Id");
    return given == null ? Long.toString(id) : given;
  }
}
