package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Talks to a server over a real connection. */
final class ServerClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final long POLL_NANOS = 2_000_000;

  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(TIMEOUT)
      .build();
  private final String url;

  ServerClient(EngineServer server) {
    this.url = server.url();
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(builder(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
    return http.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofString())
        .orTimeout(
            TIMEOUT.toSeconds(), TimeUnit.SECONDS); // that of a request ends with its headers
  }

  JsonObject chat(String body) throws Exception {
    HttpResponse<String> response = post("/v1/chat/completions", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** Returns the data of all events of a stream, with the final marker. */
  List<String> stream(String body) throws Exception {
    HttpResponse<String> response = post("/v1/chat/completions", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    List<String> events = new ArrayList<>();
    for (String event : response.body().split("\n\n", -1)) {
      if (!event.isEmpty()) {
        assertThat(event).startsWith("data: ");
        events.add(event.substring("data: ".length()));
      }
    }
    return events;
  }

  /** Returns the value of a metric without its labels. */
  double metric(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("vllm:" + name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  static String body(String content, String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]" + more + "}";
  }

  /** Waits for a condition that other threads bring about, for 20 seconds at most. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private HttpRequest request(String path, String body) {
    return builder(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
  }
}
