package io.thunder.examples.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.chat.ChatMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Calls without Thunder, over a client that is set as Thunder's transport sets its own. */
final class BareCalls implements AutoCloseable {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final Gson GSON = new Gson();

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

  /** Sends bytes that were made beforehand, and takes the answer as text. */
  Caller bytes(List<ChatMessage> messages) {
    byte[] json = json(messages).getBytes(StandardCharsets.UTF_8);
    return () -> send(RequestBody.create(json, JSON)).length();
  }

  /** Writes the messages with Gson, and reads the answer's text with it, as a program has to. */
  Caller messages(List<ChatMessage> messages) {
    return () -> text(send(RequestBody.create(json(messages), JSON))).length();
  }

  private static String json(List<ChatMessage> messages) {
    return GSON.toJson(
        Map.of("messages", messages.stream().map(BareCalls::fields).toList()));
  }

  private static Map<String, String> fields(ChatMessage message) {
    String content = Objects.requireNonNullElse(message.content(), "");
    return Map.of("role", message.role(), "content", content);
  }

  private static String text(String answer) {
    JsonObject choice = JsonParser.parseString(answer)
        .getAsJsonObject()
        .getAsJsonArray("choices")
        .get(0)
        .getAsJsonObject();
    return choice.getAsJsonObject("message").get("content").getAsString();
  }

  private String send(RequestBody body) throws IOException {
    Request request = new Request.Builder()
        .url(url)
        .header("Accept", "application/json")
        .post(body)
        .build();
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("the loopback server answered " + response.code());
      }
      return response.body().string();
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
