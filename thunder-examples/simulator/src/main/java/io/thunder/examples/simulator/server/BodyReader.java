package io.thunder.examples.simulator.server;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * Reads a request body without holding a thread while bytes are missing.
 *
 * <p>A body over the limit is read to its end but not kept, so that the client gets to see the
 * answer; one far over the limit is not.
 */
public final class BodyReader implements Runnable {

  private static final int FIRST_BYTES = 8_192;
  private static final int DISCARD_FACTOR = 16;

  private final Exchange exchange;
  private final int maxBytes;
  private final Consumer<Reader> complete;
  private byte[] bytes;
  private long length;

  private BodyReader(Exchange exchange, int maxBytes, Consumer<Reader> complete) {
    this.exchange = exchange;
    this.maxBytes = maxBytes;
    this.complete = complete;
    long announced = Math.max(FIRST_BYTES, exchange.request().getLength());
    this.bytes = new byte[announced > maxBytes ? FIRST_BYTES : (int) announced];
  }

  /**
   * Reads the body and passes it on; an {@link ApiException} is answered.
   *
   * @param exchange the request
   * @param maxBytes longest body; longer ones are answered with status 413
   * @param complete takes the body as text
   */
  public static void read(Exchange exchange, int maxBytes, Consumer<Reader> complete) {
    new BodyReader(exchange, maxBytes, complete).run();
  }

  /** Reads on; Jetty calls this when there is something to read. */
  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = exchange.request().read();
      if (chunk == null) {
        exchange.request().demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        exchange.callback().failed(chunk.getFailure());
        return;
      }
      append(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (last || length > (long) DISCARD_FACTOR * maxBytes) {
        end();
        return;
      }
    }
  }

  private void append(ByteBuffer buffer) {
    int more = buffer.remaining();
    if (length + more <= maxBytes) {
      int end = (int) length + more;
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(end, 2L * bytes.length)));
      }
      buffer.get(bytes, (int) length, more);
    }
    length += more;
  }

  private void end() {
    try {
      if (length > maxBytes) {
        throw ApiException.bodyTooLarge(maxBytes);
      }
      complete.accept(new InputStreamReader(
          new ByteArrayInputStream(bytes, 0, (int) length), StandardCharsets.UTF_8));
    } catch (ApiException e) {
      exchange.error(e);
    } catch (RuntimeException e) {
      exchange.callback().failed(e);
    }
  }
}
