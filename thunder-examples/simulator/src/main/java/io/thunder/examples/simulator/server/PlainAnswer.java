package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.RequestReport;
import org.jspecify.annotations.Nullable;

/** An answer that is written when it is complete. */
final class PlainAnswer implements EngineCall {

  private final Exchange exchange;
  private final ChatCall call;
  private final CompletionJson json;
  private final AnswerText answer;
  private final boolean cachedTokensShown;

  /** Written by the engine's thread before it hands over to the delivery thread. */
  private volatile @Nullable RequestReport report;

  PlainAnswer(
      Exchange exchange,
      ChatCall call,
      CompletionJson json,
      AnswerText answer,
      boolean cachedTokensShown) {
    this.exchange = exchange;
    this.call = call;
    this.json = json;
    this.answer = answer;
    this.cachedTokensShown = cachedTokensShown;
  }

  @Override
  public boolean generated(int outputTokens) {
    return false;
  }

  @Override
  public void finished(RequestReport finished) {
    report = finished;
  }

  @Override
  public void deliver() {
    RequestReport complete = report;
    if (complete != null && call.end()) {
      int tokens = complete.outputTokens();
      Integer cached = cachedTokensShown ? (Integer) complete.cachedTokens() : null;
      Usage usage = new Usage(complete.promptTokens(), tokens, cached);
      exchange.json(200, json.body(answer.text(0, tokens), complete.finishReason(), usage));
    }
  }

  @Override
  public void engineDied() {
    if (call.end()) {
      exchange.error(ApiException.engineDead());
    }
  }
}
