package io.thunder.examples.llamacpp.server;

import io.thunder.examples.llamacpp.engine.Answer;
import io.thunder.examples.llamacpp.engine.LlamaEngine;
import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.server.ApiException;
import io.thunder.examples.simulator.server.ChatCall;
import io.thunder.examples.simulator.server.ChatRequest;
import io.thunder.examples.simulator.server.CompletionJson;
import io.thunder.examples.simulator.server.Exchange;
import io.thunder.examples.simulator.server.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** One chat completion: waits for the engine's answer, and passes it on as it comes or as a whole. */
final class Completion implements Runnable {

  private final LlamaEngine engine;
  private final Exchange exchange;
  private final ChatRequest request;
  private final int[] prompt;
  private final int maxTokens;
  private final CompletionJson json;
  private final FutureTask<@Nullable Void> work = new FutureTask<>(this::answer, null);
  private final ChatCall call;

  Completion(
      LlamaEngine engine,
      Exchange exchange,
      ChatRequest request,
      int[] prompt,
      int maxTokens,
      CompletionJson json) {
    this.engine = engine;
    this.exchange = exchange;
    this.request = request;
    this.prompt = prompt;
    this.maxTokens = maxTokens;
    this.json = json;
    this.call = new ChatCall(exchange, () -> work.cancel(/* mayInterruptIfRunning= */ true));
  }

  /** Runs to the end of the answer, unless the client goes away before. */
  @Override
  public void run() {
    work.run();
  }

  private void answer() {
    try {
      if (request.stream()) {
        stream();
      } else {
        plain();
      }
    } catch (InterruptedException e) {
      // The client has gone, and the call has ended with it.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      call.clientLost(e);
    }
  }

  private void plain() throws InterruptedException, IOException {
    Answer answer;
    try {
      answer = engine.answer(prompt, maxTokens, request.ignoreEos(), token -> {});
    } catch (RuntimeException e) {
      if (call.end()) {
        exchange.error(failed(e));
      }
      return;
    }
    if (call.end()) {
      exchange.json(200, json.body(answer.text(), reason(answer), usage(answer)));
    }
  }

  private void stream() throws InterruptedException, IOException {
    exchange
        .response()
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    OutputStream out = Content.Sink.asOutputStream(exchange.response());
    StreamedTokens tokens = new StreamedTokens(out);
    String end;
    try {
      Answer answer = engine.answer(prompt, maxTokens, request.ignoreEos(), tokens);
      end = tokens.event("", reason(answer))
          + (request.includeUsage() ? json.usageEvent(usage(answer)) : "");
    } catch (RuntimeException e) {
      end = CompletionJson.errorEvent(failed(e));
    }
    write(out, end + CompletionJson.DONE);
    if (call.end()) {
      exchange.callback().succeeded();
    }
  }

  private static void write(OutputStream out, String events) throws IOException {
    out.write(events.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private Usage usage(Answer answer) {
    return new Usage(prompt.length, answer.tokens(), answer.cachedTokens());
  }

  private static FinishReason reason(Answer answer) {
    return answer.ended() ? FinishReason.STOP : FinishReason.LENGTH;
  }

  private static ApiException failed(RuntimeException cause) {
    System.err.println("llamacpp: a request failed: " + cause.getMessage());
    return ApiException.engineDead();
  }

  /** Writes an event per token. */
  private final class StreamedTokens implements LlamaEngine.TokenSink {

    private final OutputStream out;
    private int count;

    StreamedTokens(OutputStream out) {
      this.out = out;
    }

    @Override
    public void token(String text) throws IOException {
      String role = count == 0 ? json.roleEvent(usage()) : "";
      count++;
      write(out, role + event(text, null));
    }

    String event(String text, @Nullable FinishReason reason) {
      return json.tokenEvent(text, reason, usage());
    }

    private @Nullable Usage usage() {
      return request.continuousUsage() ? new Usage(prompt.length, count, null) : null;
    }
  }
}
