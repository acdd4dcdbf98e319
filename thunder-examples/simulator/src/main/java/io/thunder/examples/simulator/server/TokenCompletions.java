package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineRequest;
import java.io.Reader;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** {@code POST /inference/v1/generate} of vLLM, and SGLang's {@code POST /generate}. */
final class TokenCompletions {

  private final EngineServerOptions options;
  private final EngineRanks ranks;
  private final AtomicLong ids;

  /** Numbers its requests along with others that share the ranks. */
  TokenCompletions(EngineServerOptions options, EngineRanks ranks, AtomicLong ids) {
    this.options = options;
    this.ranks = ranks;
    this.ids = ids;
  }

  /** Answers a request whose body was read. */
  void handle(Exchange exchange, Reader body) {
    Dialect dialect = options.dialect();
    EnginePreset preset = options.preset();
    TokenQuery query = TokenQueryReader.read(body, dialect.tokenNames());
    dialect.model(query.model(), preset.modelName());
    ChatTokens tokens = ChatTokens.of(query, preset.blockSize());
    EngineRequest request =
        query.length().request(ids.incrementAndGet(), tokens, dialect.tokensMax(preset), dialect);
    EngineLoop loop = ranks.pick(rank(exchange, query));
    TokenJson json = new TokenJson(
        ChatCompletions.requestId(exchange, request.id()),
        tokens.answer(),
        query.logprobs(),
        options.cachedTokensShown());
    ChatCall call = new ChatCall(exchange, () -> loop.abort(request.id()));
    loop.submit(request, new PlainAnswer(exchange, call, report -> dialect.tokens(json, report)));
  }

  private static @Nullable String rank(Exchange exchange, TokenQuery query) {
    return query.rank().isEmpty()
        ? exchange.request().getHeaders().get(EngineRanks.RANK)
        : query.rank();
  }
}
