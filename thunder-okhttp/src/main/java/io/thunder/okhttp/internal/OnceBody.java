package io.thunder.okhttp.internal;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A small body that is sent once, whatever becomes of it: to abort twice aborts others' turns. */
final class OnceBody extends RequestBody {

  private static final MediaType JSON = MediaType.get("application/json");

  private final String json;
  private volatile boolean sent;

  OnceBody(String json) {
    this.json = json;
  }

  /** Whether any of it may have been sent. */
  boolean sent() {
    return sent;
  }

  @Override
  public @Nullable MediaType contentType() {
    return json.isEmpty() ? null : JSON;
  }

  @Override
  public long contentLength() {
    return json.length();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sent = true;
    sink.writeUtf8(json);
  }
}
