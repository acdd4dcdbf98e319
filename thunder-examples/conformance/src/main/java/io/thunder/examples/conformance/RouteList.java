package io.thunder.examples.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.thunder.backend.Backend;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server which routes it has. vLLM (without {@code --disable-fastapi-docs}) and SGLang (without
 * {@code DISABLE_OPENAPI_DOC}) tell at {@value #PATH}. That disturbs nobody, unlike trying a route.
 */
final class RouteList {

  static final String PATH = "/openapi.json";

  /** Some ten times what vLLM's takes. */
  private static final long PAGE_BYTES_MAX = 16L * 1024 * 1024;

  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final OkHttpClient client =
      new OkHttpClient.Builder().callTimeout(WITHIN).followRedirects(false).build();

  private final String key;

  /** Sends a key with each question, unless it is blank. */
  RouteList(String key) {
    this.key = key;
  }

  /** The same for a server that the key was not given for. */
  RouteList anonymous() {
    return new RouteList("");
  }

  /** The paths of all routes, or null if the server does not tell. */
  @Nullable
  Set<String> of(Backend server) {
    Request.Builder request = new Request.Builder().url(server.uri() + PATH);
    if (!key.isBlank()) {
      request.header("Authorization", "Bearer " + key);
    }
    try (Response response = client.newCall(request.build()).execute()) {
      return response.code() == 200 ? paths(response.peekBody(PAGE_BYTES_MAX).string()) : null;
    } catch (IOException | JsonParseException e) {
      return null;
    }
  }

  private static @Nullable Set<String> paths(String page) {
    JsonElement document = JsonParser.parseString(page);
    JsonElement paths = document instanceof JsonObject object ? object.get("paths") : null;
    return paths instanceof JsonObject routes ? routes.keySet() : null;
  }
}
