package io.thunder.okhttp.internal;

import java.util.concurrent.atomic.AtomicReference;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What writing a body needs beside it. One is kept for the next body: a short prompt is smaller than
 * this, and of those written at the same moment the others may allocate theirs. Not thread-safe.
 */
final class JsonScratch {

  private static final AtomicReference<@Nullable JsonScratch> SPARE = new AtomicReference<>();

  final Latin1Piece piece = new Latin1Piece();
  final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

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
