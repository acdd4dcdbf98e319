package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.error.RequestRejectedException;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How one family of engines is asked for tokens. */
interface TokenDialect {

  /** The route. */
  String path();

  /** Which engines have it. */
  String availability();

  /**
   * Writes the body of a request, but for the end of its object.
   *
   * @param rank which of the data-parallel engines takes it, for those who are not told by a header
   */
  void write(TokenRequest request, @Nullable Integer rank, JsonOut out) throws IOException;

  /** What reads the answer to a request. */
  AnswerCodec<TokenResponse> codec(TokenRequest request);

  /**
   * How a backend is asked.
   *
   * @throws RequestRejectedException if it is of a kind that takes no token ids
   */
  static TokenDialect of(Backend backend) {
    return switch (backend.kind()) {
      case VLLM, SKYRL -> VllmTokens.DIALECT;
      case SGLANG, SLIME -> SglangTokens.DIALECT;
      case OPENAI ->
        throw new RequestRejectedException(
            "backend "
                + backend.id()
                + " takes no token ids, as far as is known of its kind: if it is vLLM or SGLang,"
                + " configure it as that, else use chat()",
            RequestRejectedException.NOT_FOUND);
    };
  }
}
