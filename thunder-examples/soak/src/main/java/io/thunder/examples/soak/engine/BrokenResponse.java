package io.thunder.examples.soak.engine;

import io.thunder.examples.simulator.server.Connections;
import io.thunder.examples.simulator.server.Exchange;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Sends half of what is written first, or its first event if that is more, and then resets the
 * connection.
 */
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
    int sent = Math.max(content.remaining() / 2, firstEventBytes(content));
    super.write(
        /* last= */ false,
        content.slice(content.position(), sent),
        Callback.from(() -> Connections.reset(getRequest(), callback), callback::failed));
  }

  /** How far an event reaches from the start, or 0 if none ends. Events end with an empty line. */
  private static int firstEventBytes(ByteBuffer content) {
    for (int i = content.position() + 1; i < content.limit(); i++) {
      if (content.get(i) == '\n' && content.get(i - 1) == '\n') {
        return i + 1 - content.position();
      }
    }
    return 0;
  }
}
