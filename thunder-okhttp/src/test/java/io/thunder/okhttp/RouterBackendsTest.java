package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.error.BackendUnavailableException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that a router lists. */
final class RouterBackendsTest {

  @StartStop
  private final MockWebServer router = new MockWebServer();

  private final OkHttpTransport transport =
      OkHttpTransport.builder().apiKey("sk-secret-key").build();

  @AfterEach
  void close() {
    transport.close();
  }

  private List<Backend> servers(BackendKind kind, int status, String page) throws Exception {
    router.enqueue(new MockResponse.Builder().code(status).body(page).build());
    return BackendSources.router(transport, Backend.of(kind, router.url("/").toString()))
        .backends();
  }

  @Test
  void backends_ofSkyrl_areVllmServers() throws Exception {
    assertThat(servers(BackendKind.SKYRL, 200, "{\"servers\":[\"http://a:1\",\"http://b:2/\"]}"))
        .containsExactly(Backend.vllm("http://a:1"), Backend.vllm("http://b:2"));

    RecordedRequest asked = router.takeRequest();
    assertThat(asked.getTarget()).isEqualTo("/servers");
    assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer sk-secret-key");
  }

  @Test
  void backends_ofSlime_areSglangWorkers() throws Exception {
    assertThat(servers(BackendKind.SLIME, 200, """
            {"workers":[{"id":"x","url":"http://a:1","worker_type":"regular","is_healthy":true},
                        {"id":"y","url":"http://b:2","is_healthy":false}]}
            """))
        .containsExactly(Backend.sglang("http://a:1"), Backend.sglang("http://b:2"));
    assertThat(router.takeRequest().getTarget()).isEqualTo("/workers");
  }

  @Test
  void backends_dataParallelWorkers_areRanks() throws Exception {
    assertThat(servers(
            BackendKind.SLIME,
            200,
            "{\"workers\":[{\"url\":\"http://a:1@0\"},{\"url\":\"http://a:1@1\"}]}"))
        .isEqualTo(Backend.sglang("http://a:1").ranks(2));
  }

  @Test
  void backends_workersThatTakeNoTurns_areLeftOut() throws Exception {
    assertThat(servers(BackendKind.SLIME, 200, """
            {"workers":[{"url":"grpc://a:1"},{"url":"http://b:2"},{"url":"http://b:2/v1"},
                        {"url":"http://u:secret@c:3"},{"url":"http:///x"},7,null]}
            """)).containsExactly(Backend.sglang("http://b:2"));
  }

  @Test
  void backends_noWorkers_areNone() throws Exception {
    assertThat(servers(BackendKind.SLIME, 200, "{\"workers\":[]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefill", "decode"})
  void backends_disaggregatedWorkers_areAnError(String type) {
    assertThatThrownBy(() -> servers(
            BackendKind.SLIME,
            200,
            "{\"workers\":[{\"url\":\"http://a:1\",\"worker_type\":\"" + type + "\"}]}"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("prefill or decode only");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 500})
  void backends_noPage_isAnError(int status) {
    assertThatThrownBy(() -> servers(BackendKind.SKYRL, status, "{\"servers\":[\"http://a:1\"]}"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("/servers: status " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "x", "{\"workers\":7}"})
  void backends_pageThatListsNothing_isAnError(String page) {
    assertThatThrownBy(() -> servers(BackendKind.SLIME, 200, page))
        .isInstanceOf(BackendUnavailableException.class);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SKYRL", "SLIME"},
      mode = EnumSource.Mode.EXCLUDE)
  void router_backendThatIsNone_isRefusedAtOnce(BackendKind kind) {
    assertThatThrownBy(() -> BackendSources.router(transport, Backend.of(kind, "http://a:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be SKYRL or SLIME");
  }
}
