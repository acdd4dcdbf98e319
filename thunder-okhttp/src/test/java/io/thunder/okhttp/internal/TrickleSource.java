package io.thunder.okhttp.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;

/** Hands out bytes a few bytes per read, as a slow network does. */
final class TrickleSource implements Source {

  private final Buffer rest = new Buffer();
  private final long bytesPerRead;

  private TrickleSource(long bytesPerRead) {
    this.bytesPerRead = bytesPerRead;
  }

  static BufferedSource of(String text, long bytesPerRead) {
    return of(text.getBytes(StandardCharsets.UTF_8), bytesPerRead);
  }

  static BufferedSource of(byte[] bytes, long bytesPerRead) {
    TrickleSource source = new TrickleSource(bytesPerRead);
    source.rest.write(bytes);
    return Okio.buffer(source);
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    return rest.read(sink, Math.min(byteCount, bytesPerRead));
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public void close() {
    rest.clear();
  }
}
