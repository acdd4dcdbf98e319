package io.thunder.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that shows one page of gauges after the other, and a turn that is over at once. */
final class GaugeChecksTest {

  private static final String STREAM =
      "data: {\"choices\":[{\"delta\":{\"content\":\"1\"}}]}\n\ndata: [DONE]\n\n";

  private static final String IDLE = "vllm:num_requests_running 0\nvllm:kv_cache_usage_perc 0.25\n";
  private static final String BUSY = "vllm:num_requests_running 1\nvllm:kv_cache_usage_perc 0.5\n";
  private static final String CACHE_STAYS =
      "vllm:num_requests_running 0\nvllm:kv_cache_usage_perc 0.5\n";
  private static final String ONLY_RUNNING =
      "vllm:num_requests_running 1\nvllm:kv_cache_usage_perc 0.25\n";
  private static final String NO_USAGE_IDLE = "vllm:num_requests_running 0\n";
  private static final String NO_USAGE_BUSY = "vllm:num_requests_running 1\n";
  private static final String NO_COUNT_IDLE = "vllm:kv_cache_usage_perc 0\n";
  private static final String NO_COUNT_BUSY = "vllm:kv_cache_usage_perc 0.00001\n";
  private static final String NOTHING = "";

  private static final String TURN = "/v1/chat/completions";

  private final MockWebServer server = new MockWebServer();
  private final OkHttpTransport transport = OkHttpTransport.create();
  private final Deque<String> pages = new ConcurrentLinkedDeque<>();
  private int requestsSeen;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return new MockResponse.Builder().body(page(request.getTarget())).build();
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
  void gauges_bothMove_areTrusted() {
    assertFound(gauges(IDLE, IDLE, BUSY), Support.YES, "shown, and the cache that it holds");
    assertFound(
        gauges(IDLE, IDLE, ONLY_RUNNING, CACHE_STAYS), Support.YES, "and the cache that it holds");
  }

  @Test
  void gauges_turnThatIsLookedAt_mayNotEndByItself() throws InterruptedException {
    assertFound(gauges(IDLE, IDLE, BUSY), Support.YES, "shown");

    RecordedRequest request = next();
    while (!request.getTarget().equals(TURN)) {
      request = next();
    }
    assertThat(request.getBody().utf8()).contains("\"max_tokens\":1000", "\"ignore_eos\":true");
  }

  @Test
  void gauges_onlyOneIsThere_saysWhich() {
    assertFound(
        gauges(NO_USAGE_IDLE, NO_USAGE_IDLE, NO_USAGE_BUSY),
        Support.YES,
        "a running turn is shown");
    assertFound(
        gauges(NO_COUNT_IDLE, NO_COUNT_IDLE, NO_COUNT_BUSY), Support.YES, "cache in use is shown");
    assertFound(gauges(NOTHING), Support.NO, "there are none");
  }

  @Test
  void gauges_onlyOneMoves_areTrustedInPart() {
    assertFound(gauges(IDLE, IDLE, ONLY_RUNNING), Support.PARTLY, "cache in use stays at 25.000 %");
    assertFound(gauges(IDLE, IDLE, CACHE_STAYS), Support.PARTLY, "but no running turn is shown");
    assertFound(gauges(IDLE), Support.UNKNOWN, "was not shown");
  }

  @Test
  void cancelling_runningAndCacheFallBack_freesBlocks() {
    assertFound(
        cancelling(IDLE, IDLE, BUSY, BUSY, CACHE_STAYS, IDLE), Support.YES, "it held is free");
    assertFound(
        cancelling(NO_COUNT_IDLE, NO_COUNT_IDLE, NO_COUNT_BUSY, NO_COUNT_IDLE),
        Support.YES,
        "it held is free");
  }

  @Test
  void cancelling_noGaugeOfTheCache_saysThatOnlyRequestsWereSeen() {
    assertFound(
        cancelling(NO_USAGE_IDLE, NO_USAGE_IDLE, NO_USAGE_BUSY, NO_USAGE_IDLE),
        Support.PARTLY,
        "only running requests seen");
    assertFound(
        cancelling(IDLE, IDLE, ONLY_RUNNING, ONLY_RUNNING, ONLY_RUNNING, IDLE),
        Support.PARTLY,
        "only running requests seen");
  }

  @Test
  void cancelling_cacheStaysInUse_isNotFreed() {
    assertFound(
        cancelling(IDLE, IDLE, BUSY, CACHE_STAYS),
        Support.NO,
        "50.000 % of the cache is in use 40 s after the connection was closed, 25.000 % was before");
  }

  @Test
  void cancelling_turnRunsOn_isNotFreed() {
    assertFound(cancelling(IDLE, IDLE, BUSY), Support.NO, "1 turns still run");
  }

  @Test
  void cancelling_gaugesAreGone_isUnknown() {
    assertFound(cancelling(IDLE, IDLE, BUSY, NOTHING), Support.UNKNOWN, "gone meanwhile");
    assertFound(cancelling(IDLE), Support.UNKNOWN, "no gauge shows a running turn");
  }

  @Test
  void cancelling_noGauges_asksForNoTurn() throws InterruptedException {
    assertFound(cancelling(NOTHING), Support.UNKNOWN, "no gauge shows a running turn");
    while (server.getRequestCount() > requestsSeen) {
      assertThat(next().getTarget()).isNotEqualTo(TURN);
    }
  }

  private RecordedRequest next() throws InterruptedException {
    requestsSeen++;
    return server.takeRequest();
  }

  private Finding gauges(String... shown) {
    pages.addAll(List.of(shown));
    Finding finding = checks().gauges();
    pages.clear();
    return finding;
  }

  private Finding cancelling(String... shown) {
    pages.addAll(List.of(shown));
    Finding finding = checks().cancelling();
    pages.clear();
    return finding;
  }

  private GaugeChecks checks() {
    Backend backend = Backend.vllm(server.url("/").toString());
    return new GaugeChecks(
        new Target(transport, backend, "m", "session"), GaugeChecksTest::threeLooks);
  }

  private static boolean threeLooks(BooleanSupplier seen, Duration atMost) {
    return IntStream.range(0, 3).anyMatch(look -> seen.getAsBoolean());
  }

  /** The last page stays. */
  private String page(String target) {
    return switch (target) {
      case "/metrics" -> pages.size() > 1 ? pages.pop() : pages.getFirst();
      case "/health" -> "";
      default -> STREAM;
    };
  }

  private static void assertFound(Finding finding, Support support, String seen) {
    assertThat(finding.support()).as(finding.toString()).isEqualTo(support);
    assertThat(finding.seen()).contains(seen);
  }
}
