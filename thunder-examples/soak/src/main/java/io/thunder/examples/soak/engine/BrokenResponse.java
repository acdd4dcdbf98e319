package io.thunder.examples.soak.engine;

import io.thunder.examples.simulator.server.Connections;
import io.thunder.examples.simulator.server.Exchange;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Sends half of what is written first, and then resets the connection. */
final class BrokenResponse extends Response.Wrapper {

  BrokenResponse(Exchange exchange) {
    super(exchange.request(), exchange.response());
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    if (BufferUtil.isEmpty(content)) {
      super.write(last, content, callback); // the headers of a stream
      return;
    }
    ByteBuffer half = content.slice(content.position(), content.remaining() / 2);
    super.write(
        /* last= */ false,
        half,
        Callback.from(() -> Connections.reset(getRequest(), callback), callback::failed));
  }
}
