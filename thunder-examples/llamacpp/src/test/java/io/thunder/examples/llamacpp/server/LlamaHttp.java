package io.thunder.examples.llamacpp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Asks a server that runs. */
final class LlamaHttp {

  static final String CHAT = "/v1/chat/completions";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  LlamaHttp(String url) {
    this.url = URI.create(url);
  }

  static String user(String text) {
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  static String body(String messages, String more) {
    return "{\"messages\":[" + messages + "]" + more + "}";
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(builder(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
    return http.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  JsonObject chat(String messages, String more) throws Exception {
    HttpResponse<String> response = post(CHAT, body(messages, more));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** Sends a chat; the answer is left in the socket. */
  Socket open(String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
    socket
        .getOutputStream()
        .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Waits until a gauge shows a value. */
  void await(String name, double value) throws Exception {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (metric(name) != value) {
      assertThat(System.nanoTime()).as(name + " to be " + value).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private double metric(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("vllm:" + name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private HttpRequest request(String path, String body) {
    return builder(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT);
  }
}
