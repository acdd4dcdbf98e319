package io.thunder.okhttp.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts what OkHttp writes in segments of 8 KB into larger writes. Each write to a socket is a system
 * call, a packet and a wake-up of the other side: for a prompt of 400 KB on loopback a fifth of the
 * time.
 *
 * <p>Writes that do not fill a segment are the last of a request, and go out at once if nothing was
 * held back before them. Whatever was held back goes out with {@link #flush}, with which OkHttp ends each
 * request. Not thread-safe, like a socket's stream.
 */
final class LargeWrites extends FilterOutputStream {

  /** A segment of okio. */
  private static final int SEGMENT_BYTES = 8_192;

  /** {@link JsonUtf8} begins the next segment when there is no room for another step. */
  private static final int FULL_BYTES_MIN = SEGMENT_BYTES - JsonUtf8.STEP_BYTES;

  private static final int BLOCK_BYTES = 8 * SEGMENT_BYTES;

  /** One is kept for the next long request; of those sent at the same moment the others get theirs. */
  private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

  /** What was held back, or null if nothing was. */
  private byte @Nullable [] block;

  private int used;

  LargeWrites(OutputStream stream) {
    super(stream);
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] held = block;
    if (held == null) {
      if (length < FULL_BYTES_MIN) {
        out.write(bytes, offset, length);
        return;
      }
      held = borrow();
      block = held;
    }
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int count = Math.min(end - from, BLOCK_BYTES - used);
      System.arraycopy(bytes, from, held, used, count);
      used += count;
      from += count;
      if (used == BLOCK_BYTES) {
        out.write(held, 0, used);
        used = 0;
      }
    }
  }

  @Override
  public void flush() throws IOException {
    byte[] held = block;
    if (held != null) {
      block = null;
      int count = used;
      used = 0;
      out.write(held, 0, count);
      SPARE.set(held);
    }
    out.flush();
  }

  private static byte[] borrow() {
    byte[] spare = SPARE.getAndSet(null);
    return spare == null ? new byte[BLOCK_BYTES] : spare;
  }
}
