package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.RequestReport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An answer that is written when it is complete. */
final class PlainAnswer implements EngineCall {

  private final Exchange exchange;
  private final ChatCall call;
  private final Function<RequestReport, String> body;

  /** Written by the engine's thread before it hands over to the delivery thread. */
  private volatile @Nullable RequestReport report;

  /** Writes the body that a report makes. */
  PlainAnswer(Exchange exchange, ChatCall call, Function<RequestReport, String> body) {
    this.exchange = exchange;
    this.call = call;
    this.body = body;
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
      exchange.json(200, body.apply(complete));
    }
  }

  @Override
  public void engineDied() {
    if (call.end()) {
      exchange.error(ApiException.engineDead());
    }
  }
}
