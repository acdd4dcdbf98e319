package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.EngineStats;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A router in front of two servers. */
final class RouterServerTest {

  private static final EngineServerOptions OPTIONS =
      EngineServerOptions.of(EnginePresets.Q8).withSpeed(50);

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @EnumSource
  void chat_sameSession_goesToTheSameServer(RouterKind kind) throws Exception {
    try (RouterServer router = RouterServer.start(kind, OPTIONS, 2)) {
      for (int i = 0; i < 4; i++) {
        chat(router, kind.sessionHeader(), "rollout-1");
      }

      assertThat(router.stats())
          .extracting(EngineStats::promptTokens)
          .containsOnlyOnce(0L)
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void chat_noSession_takesTurns(RouterKind kind) throws Exception {
    try (RouterServer router = RouterServer.start(kind, OPTIONS, 2)) {
      chat(router, "X-Other", "rollout-1");
      chat(router, "X-Other", "rollout-1");

      assertThat(router.stats()).extracting(EngineStats::promptTokens).doesNotContain(0L);
    }
  }

  @Test
  void list_ofServers_hasTheShapeOfEach() throws Exception {
    try (RouterServer skyrl = RouterServer.start(RouterKind.SKYRL, OPTIONS, 2);
        RouterServer slime = RouterServer.start(RouterKind.SLIME, OPTIONS, 2)) {
      assertThat(get(skyrl, "/servers")).startsWith("{\"servers\":[\"http://127.0.0.1:");
      assertThat(get(slime, "/workers"))
          .startsWith("{\"workers\":[{\"id\":\"http://127.0.0.1:")
          .contains("\"worker_type\":\"regular\"");
      assertThat(get(slime, "/server_info")).contains("max_total_num_tokens");
    }
  }

  @Test
  void finishSession_ofSkyrl_isCounted() throws Exception {
    try (RouterServer router = RouterServer.start(RouterKind.SKYRL, OPTIONS, 1)) {
      assertThat(post(router, "/finish_session?session_id=rollout-1")).isEqualTo(200);
      assertThat(post(router, "/finish_session")).isEqualTo(400);

      assertThat(router.finishedSessions()).isEqualTo(1);
    }
  }

  @Test
  void finishSession_ofSlime_isNotThere() throws Exception {
    try (RouterServer router = RouterServer.start(RouterKind.SLIME, OPTIONS, 1)) {
      assertThat(post(router, "/finish_session?session_id=rollout-1")).isEqualTo(404);
      assertThat(router.finishedSessions()).isZero();
    }
  }

  private int post(RouterServer router, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(router.url() + path))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private void chat(RouterServer router, String header, String session) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(router.url() + "/v1/chat/completions"))
        .header(header, session)
        .POST(HttpRequest.BodyPublishers.ofString(
            ServerClient.body("Whose turn is it?", ",\"max_tokens\":2")))
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(JsonParser.parseString(answer.body()).getAsJsonObject().has("usage"))
        .isTrue();
  }

  private String get(RouterServer router, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(router.url() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
