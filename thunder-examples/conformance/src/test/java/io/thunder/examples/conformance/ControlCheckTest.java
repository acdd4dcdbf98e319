package io.thunder.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of control are looked up, and none is used. */
final class ControlCheckTest {

  private final MockWebServer server = new MockWebServer();
  private final OkHttpTransport transport = OkHttpTransport.create();
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        String path = request.getTarget();
        asked.add(
            request.getMethod() + " " + path + " " + request.getHeaders().get("Authorization"));
        String page = pages.get(path);
        return page == null
            ? new MockResponse.Builder().code(404).build()
            : new MockResponse.Builder().body(page).build();
      }
    });
    server.start();
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  @Test
  void control_vllmInDevelopmentMode_hasAllAndIsAskedForItsListOnly() {
    routes("/pause", "/resume", "/reset_prefix_cache", "/abort_requests", "/v1/models");

    Finding finding = control(Backend.vllm(url()));

    assertThat(finding.support()).isEqualTo(Support.YES);
    assertThat(finding.seen())
        .isEqualTo("/openapi.json names /pause, /resume, /reset_prefix_cache, /abort_requests,"
            + " not tried");
    assertThat(finding.therefore()).isEqualTo("has pause, resume, flushCaches, abortTurns");
    assertThat(asked).containsExactly("GET /openapi.json Bearer sk-key");
  }

  @Test
  void control_someAreMissing_saysWhich() {
    routes("/reset_prefix_cache", "/pause", "/resume");

    Finding finding = control(Backend.vllm(url()));

    assertThat(finding.support()).isEqualTo(Support.PARTLY);
    assertThat(finding.seen()).endsWith(", not tried, and not /abort_requests");
    assertThat(finding.therefore())
        .isEqualTo("has pause, resume, flushCaches; fails at abortTurns");
  }

  @Test
  void control_vllmWithoutDevelopmentMode_hasNone() {
    routes("/v1/models");

    Finding finding = control(Backend.vllm(url()));

    assertThat(finding.support()).isEqualTo(Support.NO);
    assertThat(finding.seen()).contains("names none of /pause,").contains("VLLM_SERVER_DEV_MODE=1");
  }

  @Test
  void control_router_isThatOfItsFirstServerWithoutTheKey() {
    pages.put("/workers", "{\"workers\":[{\"url\":\"" + url() + "\"}]}");
    routes("/pause_generation", "/continue_generation", "/flush_cache", "/abort_request");

    Finding finding = control(Backend.slime(url()));

    assertThat(finding.support()).isEqualTo(Support.YES);
    assertThat(finding.seen())
        .startsWith("/openapi.json of " + Backend.sglang(url()).id());
    assertThat(asked).contains("GET /openapi.json null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"paths\":[]}", "{\"paths\":{", "<html></html>"})
  void control_listThatIsNone_isNotKnown(String page) {
    pages.put("/openapi.json", page);

    assertThat(control(Backend.vllm(url())).support()).isEqualTo(Support.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"workers\":[]}", "{\"workers\":[\"grpc://a:1\"]}"})
  void control_routerWithoutAServer_isNotKnown(String workers) {
    pages.put("/workers", workers);

    Finding finding = control(Backend.slime(url()));

    assertThat(finding.support()).isEqualTo(Support.UNKNOWN);
    assertThat(finding.seen()).contains("lists no server");
  }

  @Test
  void control_noList_isNotKnown() {
    Finding finding = control(Backend.sglang(url()));

    assertThat(finding.support()).isEqualTo(Support.UNKNOWN);
    assertThat(finding.seen()).isEqualTo("not known: no list of routes at /openapi.json");
  }

  @Test
  void control_serverOfAnyKind_isNotControlled() {
    assertThat(control(Backend.openAi(url())).support()).isEqualTo(Support.NO);
    assertThat(asked).isEmpty();
  }

  private Finding control(Backend backend) {
    return new ControlCheck(new Target(transport, backend, "m", "session"), new RouteList("sk-key"))
        .control();
  }

  private void routes(String... paths) {
    StringBuilder all = new StringBuilder();
    for (String path : paths) {
      all.append(all.length() == 0 ? "" : ",").append('"').append(path).append("\":{}");
    }
    pages.put("/openapi.json", "{\"openapi\":\"3.1.0\",\"paths\":{" + all + "}}");
  }

  private String url() {
    return server.url("/").toString();
  }
}
