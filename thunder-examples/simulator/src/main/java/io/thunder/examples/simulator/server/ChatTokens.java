package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.TokenSource;

/**
 * The tokens of a prompt and of the answer to it.
 *
 * <p>Handed to the engine's thread, which then is the only one to ask for blocks: those of the
 * answer are hashed when they are first asked for.
 */
final class ChatTokens implements TokenSource {

  private final TokenHasher hasher;
  private final int promptTokens;
  private final long promptHash;
  private final AnswerText answer;

  private ChatTokens(TokenHasher hasher) {
    this.hasher = hasher;
    this.promptTokens = hasher.tokens();
    this.promptHash = hasher.hash();
    this.answer = new AnswerText(promptHash);
  }

  static ChatTokens of(ChatRequest request, int blockSize) {
    TokenHasher hasher = new TokenHasher(blockSize, request.cacheSalt());
    Tokenizer.prompt(request, hasher);
    return new ChatTokens(hasher);
  }

  static ChatTokens of(TokenQuery query, int blockSize) {
    TokenHasher hasher = new TokenHasher(blockSize, query.cacheSalt());
    query.prompt().forEach(hasher::token);
    return new ChatTokens(hasher);
  }

  int promptTokens() {
    return promptTokens;
  }

  long promptHash() {
    return promptHash;
  }

  AnswerText answer() {
    return answer;
  }

  @Override
  public long blockHash(int blockIndex) {
    while (hasher.fullBlocks() <= blockIndex) {
      hasher.token(answer.token(hasher.tokens() - promptTokens));
    }
    return hasher.block(blockIndex);
  }
}
