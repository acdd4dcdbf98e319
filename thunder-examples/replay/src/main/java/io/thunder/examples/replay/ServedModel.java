package io.thunder.examples.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.thunder.backend.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a vLLM server says of its model at {@code /v1/models}. */
final class ServedModel {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private ServedModel() {}

  /** Returns the longest context of the first model, or the largest number if that is not known. */
  static long maxModelLen(Backend backend) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(backend.uri() + "/v1/models"))
        .timeout(TIMEOUT)
        .build();
    try {
      return maxModelLen(
          client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Long.MAX_VALUE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Long.MAX_VALUE;
    }
  }

  static long maxModelLen(String body) {
    try {
      if (JsonParser.parseString(body) instanceof JsonObject models
          && models.get("data") instanceof JsonArray list
          && !list.isEmpty()
          && list.get(0) instanceof JsonObject model
          && model.get("max_model_len") instanceof JsonPrimitive length
          && length.isNumber()) {
        return length.getAsLong();
      }
    } catch (JsonParseException | NumberFormatException e) {
      // As with a server that does not say it: programs that are too long fail one by one.
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }
}
