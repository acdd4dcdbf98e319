package io.thunder.okhttp.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;

/**
 * Bounds what one read of a body may take off the network. OkHttp bounds headers itself, but holds
 * the line before a chunk of a chunked body in memory however long it is, so that one engine, or one
 * proxy, could fill the memory with a single answer.
 *
 * <p>OkHttp reads HTTP/1 on the thread that asks for more of the body, and unpacks there what was
 * compressed. Each such read gets an allowance, which the sockets take what they read from.
 *
 * <p>Not an interceptor, which would have to make a response anew for each answer.
 */
final class ReadLimit {

  /** A segment of okio, a record of TLS, and lines and trailers as long as OkHttp lets headers be. */
  static final int READ_BYTES_MAX = 512 * 1024;

  /** What the current thread may still read from a socket; null outside of bodies. */
  private static final ThreadLocal<Allowance> ALLOWANCE = new ThreadLocal<>();

  private ReadLimit() {}

  /**
   * What a body is to be read from; closed with the body. One of known length has no chunks, unless
   * its server contradicts itself: then OkHttp goes by the chunks.
   */
  static BufferedSource source(Response response) {
    ResponseBody body = response.body();
    boolean chunked = response.header("Transfer-Encoding") != null || body.contentLength() < 0;
    return chunked ? stream(response, () -> {}) : body.source();
  }

  /**
   * What a body is to be read from that comes bit by bit; closed with the body.
   *
   * @param onRead called after each read from the network
   */
  static BufferedSource stream(Response response, Runnable onRead) {
    return Okio.buffer(new LimitedSource(response.body(), onRead));
  }

  /**
   * A socket that takes part.
   *
   * @param largeWrites whether long requests go out in {@link LargeWrites}
   */
  static Socket socket(boolean largeWrites) {
    return new LimitedSocket(largeWrites);
  }

  private static final class Allowance {

    private int left = READ_BYTES_MAX;

    void take(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new TooLargeException("the line before a chunk of the answer", READ_BYTES_MAX);
      }
    }
  }

  private static final class LimitedSource extends ForwardingSource {

    private final Runnable onRead;

    LimitedSource(ResponseBody body, Runnable onRead) {
      super(body.source());
      this.onRead = onRead;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      ALLOWANCE.set(new Allowance());
      try {
        long count = super.read(sink, byteCount);
        onRead.run();
        return count;
      } finally {
        ALLOWANCE.remove();
      }
    }
  }

  private static final class LimitedSocket extends Socket {

    private final boolean largeWrites;

    LimitedSocket(boolean largeWrites) {
      this.largeWrites = largeWrites;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new LimitedStream(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream stream = super.getOutputStream();
      return largeWrites ? new LargeWrites(stream) : stream;
    }
  }

  private static final class LimitedStream extends FilterInputStream {

    LimitedStream(InputStream stream) {
      super(stream);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      Allowance allowance = ALLOWANCE.get();
      if (allowance != null) {
        allowance.take(count);
      }
      return count;
    }
  }
}
