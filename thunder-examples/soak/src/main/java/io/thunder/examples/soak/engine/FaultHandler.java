package io.thunder.examples.soak.engine;

import io.thunder.examples.simulator.server.BodyReader;
import io.thunder.examples.simulator.server.ChatCall;
import io.thunder.examples.simulator.server.Connections;
import io.thunder.examples.simulator.server.Exchange;
import io.thunder.examples.soak.fault.Fault;
import io.thunder.examples.soak.fault.FaultGroup;
import io.thunder.examples.soak.fault.FaultSource;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands in front of an engine and lets some of its answers go wrong. */
final class FaultHandler extends Handler.Wrapper {

  private static final String CHAT = "/v1/chat/completions";
  private static final String METRICS = "/metrics";
  private static final int BODY_BYTES_MAX = 1 << 20;

  /** A slow answer takes up to so long; half of them are too late for a probe. */
  private static final double SLOW_MILLIS_MAX = 2_000;

  private final FaultSource faults;

  FaultHandler(Handler engine, FaultSource faults) {
    super(engine);
    this.faults = faults;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    Fault fault = path.equals(CHAT)
        ? faults.draw(FaultGroup.ANSWERS)
        : path.equals(METRICS) ? faults.draw(FaultGroup.METRICS) : null;
    return fault == null
        ? super.handle(request, response, callback)
        : fail(fault, new Exchange(request, response, callback));
  }

  private boolean fail(Fault fault, Exchange exchange) throws Exception {
    switch (fault) {
      case RESET_EARLY -> Connections.reset(exchange.request(), exchange.callback());
      case HANG ->
        BodyReader.read(exchange, BODY_BYTES_MAX, body -> new ChatCall(exchange, () -> {}));
      case TOO_MANY_REQUESTS -> answer(exchange, 429);
      case INTERNAL_ERROR -> answer(exchange, 500);
      case UNAVAILABLE -> answer(exchange, 503);
      case METRICS_FAIL -> exchange.answer(500, "text/plain", "injected");
      case METRICS_SLOW -> later(exchange);
      case RESET_MIDWAY -> pass(exchange, new BrokenResponse(exchange));
      case TRUNCATED, USAGE_MISSING, METRICS_LIE ->
        pass(exchange, new ChangedResponse(exchange, Rewriting.of(fault, faults.uniform())));
    }
    return true;
  }

  private static void answer(Exchange exchange, int status) {
    BodyReader.read(
        exchange,
        BODY_BYTES_MAX,
        body -> exchange.json(
            status,
            "{\"error\":{\"message\":\"injected\",\"type\":\"Injected\",\"code\":" + status
                + "}}"));
  }

  private void later(Exchange exchange) {
    Executor delayed = CompletableFuture.delayedExecutor(
        (long) (faults.uniform() * SLOW_MILLIS_MAX), TimeUnit.MILLISECONDS);
    delayed.execute(() -> {
      try {
        pass(exchange, exchange.response());
      } catch (Exception e) {
        exchange.callback().failed(e);
      }
    });
  }

  private void pass(Exchange exchange, Response response) throws Exception {
    if (!super.handle(exchange.request(), response, exchange.callback())) {
      throw new IOException("the engine is stopping");
    }
  }
}
