package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probing a vLLM server. */
abstract class ProbeContract extends TransportContract {

  private static final String METRICS =
      "vllm:num_requests_running{engine=\"0\"} 2.0\nvllm:num_requests_waiting{engine=\"0\"} 1.0\n";
  private static final BackendReading READING =
      new BackendReading(null, null, null, 2L, 1L, null, null, null);

  private final Map<String, MockResponse> pages = new HashMap<>();
  private final Set<String> authorizations = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void servePages() {
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        authorizations.add(request.getTarget() + " " + request.getHeaders().get("Authorization"));
        return pages.getOrDefault(
            request.getTarget(), new MockResponse.Builder().code(404).build());
      }
    });
  }

  @Test
  void probe_healthyServer_readsItsMetrics() {
    page("/health", 200, "");
    page("/metrics", 200, METRICS);

    assertThat(transport().probe(backend()).join()).isEqualTo(READING);
  }

  @Test
  void probe_key_isSentToBothPages() {
    page("/health", 200, "");
    page("/metrics", 200, METRICS);

    transport(TransportOptions.DEFAULTS.withApiKey("sk-secret-key"))
        .probe(backend())
        .join();

    assertThat(authorizations)
        .containsExactlyInAnyOrder("/health Bearer sk-secret-key", "/metrics Bearer sk-secret-key");
  }

  @Test
  void probe_noHealthRoute_isUpIfMetricsAre() {
    page("/metrics", 200, METRICS);

    assertThat(transport().probe(backend()).join()).isEqualTo(READING);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 500})
  void probe_noMetrics_isUpAndUnknown(int status) {
    page("/health", 200, "");
    page("/metrics", status, "Not Found");

    assertThat(transport().probe(backend()).join()).isEqualTo(BackendReading.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage\u0000 {{{ 1\n\n\n", "<html></html>", "{\"a\":1}"})
  void probe_metricsThatAreNone_isUpAndUnknown(String text) {
    page("/health", 200, "");
    page("/metrics", 200, text);

    assertThat(transport().probe(backend()).join()).isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void probe_metricsTooLarge_isUpAndUnknown() {
    page("/health", 200, "");
    page("/metrics", 200, METRICS + "# " + "x".repeat(200_000));

    assertThat(transport().probe(backend()).join()).isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void probe_metricsThatNeverCome_isUpAndUnknown() {
    page("/health", 200, "");
    pages.put(
        "/metrics",
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    assertThat(transport(TransportOptions.DEFAULTS.withProbeTimeout(Duration.ofSeconds(2)))
            .probe(backend())
            .join())
        .isEqualTo(BackendReading.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 401, 302})
  void probe_badHealth_isUnavailableWhateverTheMetrics(int status) {
    page("/health", status, "");
    page("/metrics", 200, METRICS);

    assertUnavailable(backend(), "status " + status);
  }

  @Test
  void probe_neitherPage_isUnavailable() {
    assertUnavailable(backend(), "status 404");
  }

  @Test
  void probe_healthThatNeverComes_isUnavailable() {
    pages.put(
        "/health",
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    page("/metrics", 200, METRICS);
    transport(TransportOptions.DEFAULTS.withProbeTimeout(Duration.ofMillis(300)));

    assertUnavailable(backend(), "gpu1");
  }

  @Test
  void probe_nobodyListens_isUnavailable() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    assertUnavailable(Backend.vllm("http://127.0.0.1:" + freePort).withId("gone"), "gone");
  }

  private void assertUnavailable(Backend backend, String words) {
    Throwable failure =
        transport().probe(backend).handle((reading, thrown) -> thrown).join();
    assertThat(failure)
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(backend.id().value())
        .hasMessageContaining(words);
  }

  private void page(String path, int status, String text) {
    pages.put(path, new MockResponse.Builder().code(status).body(text).build());
  }
}
