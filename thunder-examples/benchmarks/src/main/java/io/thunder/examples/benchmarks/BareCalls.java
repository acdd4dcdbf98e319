package io.thunder.examples.benchmarks;

import io.thunder.chat.ChatMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Calls without Thunder, over a client with the same time limits, kept by OkHttp, as any program has
 * to have them kept, and that sends the same headers and, byte for byte, the same bodies.
 */
final class BareCalls implements AutoCloseable {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final String WHOLE = "application/json";
  private static final String STREAM = "text/event-stream";
  private static final String DATA = "data: ";
  private static final String DONE = DATA + "[DONE]";

  private final OkHttpClient client = new OkHttpClient.Builder()
      .connectionPool(new ConnectionPool(1_024, 4, TimeUnit.SECONDS))
      // OkHttp's default would send the end of a long prompt some 40 ms late.
      .socketFactory(new NoDelaySockets())
      .connectTimeout(Duration.ofSeconds(10))
      .readTimeout(Duration.ofMinutes(30))
      .writeTimeout(Duration.ofMinutes(1))
      .callTimeout(Duration.ofHours(1))
      .followRedirects(false)
      .followSslRedirects(false)
      .build();
  private final HttpUrl url;

  BareCalls(String url) {
    this.url = HttpUrl.get(url);
  }

  /** Sends bytes that were made beforehand, and reads the answer's bytes. */
  Caller bytes(List<ChatMessage> messages) {
    RequestBody body = body(messages, false);
    return () -> {
      try (Response response = send(body, WHOLE)) {
        return response.body().bytes().length;
      }
    };
  }

  /** Writes the messages with Gson, and reads the answer with it, as a program has to. */
  Caller messages(List<ChatMessage> messages) {
    return () -> {
      RequestBody body = body(messages, false);
      try (Response response = send(body, WHOLE)) {
        return Wire.text(response.body().string()).length();
      }
    };
  }

  /** Sends bytes that were made beforehand, and reads the lines of a streamed answer. */
  Caller lines(List<ChatMessage> messages) {
    RequestBody body = body(messages, true);
    return () -> {
      try (Response response = send(body, STREAM)) {
        BufferedSource source = response.body().source();
        int length = 0;
        for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
          length += line.length();
        }
        return length;
      }
    };
  }

  /** Writes the messages with Gson, and reads each event with it. */
  Caller events(List<ChatMessage> messages) {
    return () -> {
      RequestBody body = body(messages, true);
      try (Response response = send(body, STREAM)) {
        BufferedSource source = response.body().source();
        int length = 0;
        for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
          if (line.startsWith(DATA) && !line.equals(DONE)) {
            length += Wire.delta(line.substring(DATA.length())).length();
          }
        }
        return length;
      }
    };
  }

  /** Of bytes: to a string OkHttp would add a charset, which Thunder does not send. */
  private static RequestBody body(List<ChatMessage> messages, boolean streamed) {
    return RequestBody.create(Wire.json(messages, streamed).getBytes(StandardCharsets.UTF_8), JSON);
  }

  private Response send(RequestBody body, String accepted) throws IOException {
    Request request =
        new Request.Builder().url(url).header("Accept", accepted).post(body).build();
    Response response = client.newCall(request).execute();
    if (!response.isSuccessful()) {
      response.close();
      throw new IOException("the loopback server answered " + response.code());
    }
    return response;
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
