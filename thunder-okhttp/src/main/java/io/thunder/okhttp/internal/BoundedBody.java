package io.thunder.okhttp.internal;

import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;

/** Reads bodies as text without ever holding more than a bound. */
final class BoundedBody {

  private static final ByteString BOM = ByteString.decodeHex("efbbbf");

  private BoundedBody() {}

  /** The whole body as UTF-8. */
  static String text(Response response, long bytesMax) throws IOException {
    return text(response, bytesMax, () -> {});
  }

  /**
   * The whole body as UTF-8.
   *
   * @param onRead called after each read from the network
   * @throws TooLargeException if it is larger than the bound
   */
  static String text(Response response, long bytesMax, Runnable onRead) throws IOException {
    BufferedSource source = ReadLimit.source(response);
    boolean fits = response.body().contentLength() <= bytesMax;
    while (fits && source.request(source.getBuffer().size() + 1)) {
      onRead.run();
      fits = source.getBuffer().size() <= bytesMax;
    }
    if (!fits) {
      throw new TooLargeException("the answer", bytesMax);
    }
    return utf8(source);
  }

  /** The beginning of a body as UTF-8; what follows is left unread. */
  static String head(Response response, long bytesMax) throws IOException {
    BufferedSource source = ReadLimit.source(response);
    boolean more = source.request(bytesMax);
    return more ? source.readUtf8(bytesMax) : utf8(source);
  }

  private static String utf8(BufferedSource source) throws IOException {
    if (source.rangeEquals(0, BOM)) {
      source.skip(BOM.size());
    }
    return source.readUtf8();
  }
}
