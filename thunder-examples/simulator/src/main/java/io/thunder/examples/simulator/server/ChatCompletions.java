package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineRequest;
import io.thunder.examples.simulator.RequestReport;
import java.io.Reader;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /v1/chat/completions}. */
final class ChatCompletions {

  private final EngineServerOptions options;
  private final EngineRanks ranks;
  private final Executor delivery;
  private final InstantSource clock;
  private final AtomicLong ids;

  /** Numbers its requests along with others that share the ranks. */
  ChatCompletions(
      EngineServerOptions options,
      EngineRanks ranks,
      AtomicLong ids,
      Executor delivery,
      InstantSource clock) {
    this.options = options;
    this.ids = ids;
    this.ranks = ranks;
    this.delivery = delivery;
    this.clock = clock;
  }

  /** Answers a request whose body was read. */
  void handle(Exchange exchange, Reader body) {
    ChatRequest chat = ChatRequestReader.read(body);
    EnginePreset preset = options.preset();
    Dialect dialect = options.dialect();
    String model = dialect.model(chat.model(), preset.modelName());
    if (chat.messages().isEmpty()) {
      throw ApiException.badRequest("messages", "Field required: messages must not be empty.");
    }
    ChatTokens tokens = ChatTokens.of(chat, preset.blockSize());
    EngineRequest request = new AnswerLength(chat.maxTokens(), chat.minTokens(), chat.ignoreEos())
        .request(ids.incrementAndGet(), tokens, dialect.tokensMax(preset), dialect);
    EngineLoop loop = ranks.pick(exchange.request().getHeaders().get(EngineRanks.RANK));
    CompletionJson json = new CompletionJson(
        "chatcmpl-" + requestId(exchange, request.id()),
        model,
        clock.instant().getEpochSecond(),
        dialect);
    ChatCall call = new ChatCall(exchange, () -> loop.abort(request.id()));
    if (chat.stream()) {
      StreamedAnswer answer = new StreamedAnswer(
          exchange,
          call,
          json,
          tokens.answer(),
          chat,
          request,
          delivery,
          options.cachedTokensShown());
      answer.begin();
      loop.submit(request, answer);
    } else {
      loop.submit(
          request, new PlainAnswer(exchange, call, report -> body(json, tokens.answer(), report)));
    }
  }

  private String body(CompletionJson json, AnswerText answer, RequestReport report) {
    return json.body(
        answer.text(0, report.outputTokens()),
        report.finishReason(),
        Usage.of(report, options.cachedTokensShown()));
  }

  static String requestId(Exchange exchange, long id) {
    String given = exchange.request().getHeaders().get("X-Request-Id");
    return given == null ? Long.toString(id) : given;
  }
}
