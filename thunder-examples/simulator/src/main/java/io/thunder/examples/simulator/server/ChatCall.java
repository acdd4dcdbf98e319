package io.thunder.examples.simulator.server;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The life of one chat completion on its connection: it ends once, by its answer or because the
 * client goes away; in the second case the engine drops the request.
 */
public final class ChatCall {

  private final Exchange exchange;
  private final Runnable abort;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final DisconnectWatch watch;

  /**
   * Starts to watch the client of a request that was read to its end.
   *
   * @param exchange the request
   * @param abort tells the engine that nobody waits any more
   */
  public ChatCall(Exchange exchange, Runnable abort) {
    this.exchange = exchange;
    this.abort = abort;
    exchange.request().addIdleTimeoutListener(timeout -> false);
    exchange.request().addFailureListener(cause -> clientLost(cause));
    this.watch = DisconnectWatch.open(exchange.request(), () -> clientLost(DisconnectWatch.gone()));
  }

  /**
   * Whether the client is there and the answer not complete.
   *
   * @return false once either has changed
   */
  public boolean isOpen() {
    return !ended.get();
  }

  /**
   * Claims the end of the answer.
   *
   * @return false if the client has gone
   */
  public boolean end() {
    watch.close();
    return ended.compareAndSet(false, true);
  }

  /**
   * Gives up, because the client has gone or nothing can be written to it.
   *
   * @param cause what shows that
   */
  public void clientLost(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      abort.run();
      exchange.callback().failed(cause);
    }
  }
}
