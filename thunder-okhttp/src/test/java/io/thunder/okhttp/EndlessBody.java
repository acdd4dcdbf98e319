package io.thunder.okhttp;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/** Sends a beginning, then blank lines until the client is gone, which it notes. */
final class EndlessBody implements MockResponseBody {

  private final String beginning;
  private final CompletableFuture<Void> clientGone;

  EndlessBody(String beginning, CompletableFuture<Void> clientGone) {
    this.beginning = beginning;
    this.clientGone = clientGone;
  }

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try {
      sink.writeUtf8(beginning);
      while (!Thread.currentThread().isInterrupted()) {
        sink.writeUtf8("\n");
        sink.flush();
      }
    } catch (IOException e) {
      clientGone.complete(null);
      throw e;
    }
  }
}
