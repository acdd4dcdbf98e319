package io.thunder.examples.soak.engine;

import io.thunder.examples.simulator.server.Exchange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Rewrites the last part of an answer: all of it, unless it is streamed. */
final class ChangedResponse extends Response.Wrapper {

  private final UnaryOperator<String> change;

  ChangedResponse(Exchange exchange, UnaryOperator<String> change) {
    super(exchange.request(), exchange.response());
    this.change = change;
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    if (!last || BufferUtil.isEmpty(content)) {
      super.write(last, content, callback);
      return;
    }
    String text = BufferUtil.toString(content, StandardCharsets.UTF_8);
    byte[] changed = change.apply(text).getBytes(StandardCharsets.UTF_8);
    if (!isCommitted()) {
      getHeaders().put(HttpHeader.CONTENT_LENGTH, changed.length);
    }
    super.write(/* last= */ true, ByteBuffer.wrap(changed), callback);
  }
}
