package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineRequest;
import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.RequestReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is written token by token, as server-sent events.
 *
 * <p>One event per token; events that are due at the same time share a write. Only one write is
 * under way at a time, and what a slow client has not taken is kept as a number, not as text.
 */
final class StreamedAnswer implements EngineCall {

  private final Exchange exchange;
  private final ChatCall call;
  private final CompletionJson json;
  private final AnswerText answer;
  private final ChatRequest request;
  private final int promptTokens;
  private final int tokensMax;
  private final Executor delivery;
  private final boolean cachedTokensShown;

  /** Written by the engine's thread, read by the delivery thread. */
  private volatile int generated;

  private volatile @Nullable RequestReport report;

  /** The rest belongs to the delivery thread. */
  private int sent;

  private boolean writing;
  private boolean roleSent;

  StreamedAnswer(
      Exchange exchange,
      ChatCall call,
      CompletionJson json,
      AnswerText answer,
      ChatRequest request,
      EngineRequest engineRequest,
      Executor delivery,
      boolean cachedTokensShown) {
    this.exchange = exchange;
    this.call = call;
    this.json = json;
    this.answer = answer;
    this.request = request;
    this.promptTokens = engineRequest.promptTokens();
    this.tokensMax = engineRequest.outputTokens();
    this.delivery = delivery;
    this.cachedTokensShown = cachedTokensShown;
  }

  /** Sends the headers, before the engine takes the request. */
  void begin() {
    exchange.response().setStatus(200);
    exchange
        .response()
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    writing = true;
    exchange.response().write(false, BufferUtil.EMPTY_BUFFER, new Written());
  }

  @Override
  public boolean generated(int outputTokens) {
    generated = outputTokens;
    return true;
  }

  @Override
  public void finished(RequestReport finished) {
    report = finished;
  }

  @Override
  public void deliver() {
    if (writing || !call.isOpen()) {
      return;
    }
    RequestReport complete = report;
    StringBuilder events = new StringBuilder();
    appendTokens(events, complete);
    if (complete == null) {
      if (!events.isEmpty()) {
        writing = true;
        exchange.response().write(false, bytes(events), new Written());
      }
      return;
    }
    if (request.includeUsage()) {
      events.append(json.usageEvent(Usage.of(complete, cachedTokensShown)));
    }
    if (call.end()) {
      exchange
          .response()
          .write(true, bytes(events.append(CompletionJson.DONE)), exchange.callback());
    }
  }

  /**
   * Appends what is new; the last token has to wait for the report, because it says why. One that was
   * aborted may have sent its last token before.
   */
  private void appendTokens(StringBuilder events, @Nullable RequestReport complete) {
    int available = complete == null ? Math.min(generated, tokensMax - 1) : complete.outputTokens();
    if ((available > 0 || complete != null) && !roleSent) {
      roleSent = true;
      events.append(json.roleEvent(usage(0)));
    }
    if (complete != null && sent == available) {
      events.append(json.tokenEvent("", complete.finishReason(), usage(sent)));
    }
    while (sent < available) {
      FinishReason reason =
          complete == null || sent < available - 1 ? null : complete.finishReason();
      String text = answer.text(sent, sent + 1);
      sent++;
      events.append(json.tokenEvent(text, reason, usage(sent)));
    }
  }

  private @Nullable Usage usage(int tokens) {
    return request.continuousUsage() ? new Usage(promptTokens, tokens, null) : null;
  }

  @Override
  public void engineDied() {
    if (!call.end()) {
      return;
    }
    if (writing) {
      exchange.callback().failed(ApiException.engineDead());
    } else {
      String error = CompletionJson.errorEvent(ApiException.engineDead()) + CompletionJson.DONE;
      exchange.response().write(true, bytes(error), exchange.callback());
    }
  }

  private static ByteBuffer bytes(CharSequence text) {
    return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Goes on with what has come up during a write. */
  private final class Written implements Callback {

    @Override
    public void succeeded() {
      delivery.execute(() -> {
        writing = false;
        deliver();
      });
    }

    @Override
    public void failed(Throwable cause) {
      call.clientLost(cause);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
