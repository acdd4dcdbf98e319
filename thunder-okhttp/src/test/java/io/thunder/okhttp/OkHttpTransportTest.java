package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

final class OkHttpTransportTest {
  @StartStop
  private final MockWebServer server = new MockWebServer();

  @Test
  void client_againstServer_answers() throws IOException {
    server.enqueue(new MockResponse.Builder().body("hello").build());
    OkHttpTransport transport = new OkHttpTransport(new OkHttpClient());
    Request request = new Request.Builder().url(server.url("/")).build();
    try (Response response = transport.client().newCall(request).execute()) {
      assertThat(response.body().string()).isEqualTo("hello");
    }
  }
}
