package io.thunder.okhttp.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What writing a body needs beside it. One is kept for the next body: a short prompt is smaller than
 * this, and of those written at the same moment the others may allocate theirs. Not thread-safe.
 */
final class JsonScratch {

  /** A segment of okio, and so what OkHttp writes to a socket at a time. */
  private static final int BLOCK_BYTES = 8_192;

  private static final AtomicReference<@Nullable JsonScratch> SPARE = new AtomicReference<>();

  final Latin1Piece piece = new Latin1Piece();
  final byte[] block = new byte[BLOCK_BYTES];

  private JsonScratch() {}

  /** One for the caller alone, until it is given back. */
  static JsonScratch borrow() {
    JsonScratch spare = SPARE.getAndSet(null);
    return spare == null ? new JsonScratch() : spare;
  }

  void giveBack() {
    SPARE.set(this);
  }
}
