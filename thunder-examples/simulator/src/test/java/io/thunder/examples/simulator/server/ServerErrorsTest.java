package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.simulator.EnginePresets;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerErrorsTest {

  private static EngineServer server;
  private static ServerClient client;

  @BeforeAll
  static void start() {
    EngineServerOptions options = EngineServerOptions.of(EnginePresets.Q8).withSpeed(50);
    server = EngineServer.start(options.withMaxBodyBytes(1_000));
    client = new ServerClient(server);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not JSON | 400 | JSON decode error",
        "{\"messages\":[{\"role\":\"user\" | 400 | JSON decode error",
        "{\"messages\":[]} | 400 | messages must not be empty",
        "{} | 400 | messages must not be empty",
        "{\"messages\":7} | 400 | Invalid request",
        "[] | 400 | Invalid request",
        "{\"messages\":[{\"content\":\"a\"}]} | 400 | needs a role",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":0}"
            + " | 400 | max_tokens must be at least 1, got 0",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":65530} | 400"
            + " | maximum context length is 65536 tokens. However, you requested 65530 output",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"model\":\"gpt\"} | 404"
            + " | The model `gpt` does not exist",
      })
  void chat_badBody_isAnsweredLikeVllm(String body, int status, String message) throws Exception {
    expectError(client.post("/v1/chat/completions", body), status, message);
  }

  @Test
  void route_unknown_isNotFound() throws Exception {
    expectError(client.get("/v2/models"), 404, "Not Found");
    expectError(client.post("/v1/completions", "{}"), 404, "Not Found");
  }

  @Test
  void route_wrongMethod_isNotAllowed() throws Exception {
    expectError(client.get("/v1/chat/completions"), 405, "Method Not Allowed");
    expectError(client.post("/metrics", ""), 405, "Method Not Allowed");
  }

  @Test
  void chat_longBody_isTooLarge() throws Exception {
    String fits = ServerClient.body("x".repeat(900), ",\"max_tokens\":1");
    String tooLong = ServerClient.body("x".repeat(2_000), ",\"max_tokens\":1");

    assertThat(client.post("/v1/chat/completions", fits).statusCode()).isEqualTo(200);
    expectError(client.post("/v1/chat/completions", tooLong), 413, "longer than 1000 bytes");
  }

  private static void expectError(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonObject error =
        JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("error");
    assertThat(error.get("message").getAsString()).contains(message);
    assertThat(error.get("code").getAsInt()).isEqualTo(status);
    assertThat(error.has("type")).isTrue();
    assertThat(error.has("param")).isTrue();
  }
}
