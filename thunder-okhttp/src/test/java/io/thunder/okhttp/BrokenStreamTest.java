package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.transport.CancelSignal;
import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;

/** A caller's own interceptor throws what no connection does. */
final class BrokenStreamTest {

  private final OkHttpFixture fixture = new OkHttpFixture(BrokenStreamTest::breakBody);

  private static Response breakBody(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    ForwardingSource broken = new ForwardingSource(body.source()) {
      @Override
      public long read(Buffer sink, long byteCount) {
        throw new IllegalStateException("broken");
      }
    };
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(broken), body.contentType(), -1))
        .build();
  }

  @Test
  void stream_firstReadThrows_isGivenBack() throws IOException {
    try (MockWebServer engine = new MockWebServer();
        OkHttpTransport transport = fixture.create(TransportOptions.DEFAULTS)) {
      engine.enqueue(new MockResponse.Builder()
          .setHeader("Content-Type", "text/event-stream")
          .body("data: [DONE]\n\n")
          .build());
      engine.start();
      Backend backend = Backend.vllm(engine.url("/").toString());
      ChatRequest request = ChatRequest.of(List.of(ChatMessage.user("hi")));

      assertThatThrownBy(() -> transport.stream(backend, request, new CancelSignal()))
          .hasMessageContaining("broken");

      fixture.assertNothingHeld();
    }
  }
}
