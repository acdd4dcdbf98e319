package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.transport.EngineControl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines and routers of all kinds that show of themselves what does not end, or is nested deeply. */
final class HostilePagesTest {

  private static final long MEBIBYTE = 1L << 20;

  /** Three pages, and what lies in the buffers of both sockets; a gigabyte is offered in all. */
  private static final long SENT_MAX = 3 * (16 + 16) * MEBIBYTE;

  /** Two pages of 16 MiB are held, and their text as far as it was read. */
  private static final long ALLOCATED_MAX = 64 * MEBIBYTE;

  /** Each line of a page is a few small objects for a moment. */
  private static final long ALLOCATED_LINES_MAX = 6 * ALLOCATED_MAX;

  private static final int DEEP = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final OkHttpFixture fixture = new OkHttpFixture();
  private final OkHttpTransport transport = fixture.create(TransportOptions.DEFAULTS);

  @AfterEach
  void close() {
    transport.close();
    fixture.assertNothingHeld();
  }

  static Stream<Arguments> pagesOfAllKinds() {
    return Stream.of(BackendKind.values())
        .flatMap(kind -> Stream.of("{\"a\":[", "[{\"url\":\"", "{\"data\":[{\"id\":\"", "# ")
            .map(beginning -> Arguments.of(kind, beginning)));
  }

  @ParameterizedTest
  @MethodSource("pagesOfAllKinds")
  void probe_pageWithoutEnd_isGivenUpEarly(BackendKind kind, String beginning) throws IOException {
    try (HostileEngine engine = engine(beginning)) {
      assertEndsEarly(engine, () -> transport.probe(backend(kind, engine)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# a comment\n",
        "vllm:num_requests_running{engine=\"1\"} 1\n",
        "vllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"100\"} 1\n",
        "sglang:max_total_num_tokens{engine_type=\"unified\"} 1\n"
      })
  void probe_pageOfLinesWithoutEnd_isGivenUpEarly(String line) throws IOException {
    for (BackendKind kind : BackendKind.values()) {
      try (HostileEngine engine =
          new HostileEngine(HEAD.getBytes(StandardCharsets.US_ASCII), line)) {
        assertEndsEarly(engine, ALLOCATED_LINES_MAX, () -> transport.probe(backend(kind, engine)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void models_listWithoutEnd_isGivenUpEarly(BackendKind kind) throws IOException {
    try (HostileEngine engine = engine("{\"data\":[{\"id\":\"")) {
      assertEndsEarly(engine, () -> transport.models(backend(kind, engine)));
    }
  }

  /** Nothing is known to control other servers by: they are not asked. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENAI")
  void control_answerWithoutEnd_isGivenUpEarly(BackendKind kind) throws IOException {
    EngineControl control = transport.control().orElseThrow();
    try (HostileEngine engine = engine("{\"message\":\"")) {
      assertEndsEarly(engine, () -> control.flushCache(backend(kind, engine)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void probe_deeplyNestedPage_tellsNothing(BackendKind kind) throws IOException {
    String page = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + DEEP
        + "\r\n\r\n" + "[".repeat(DEEP);
    try (HostileEngine engine = new HostileEngine(page.getBytes(StandardCharsets.US_ASCII), "x")) {
      CompletableFuture<BackendReading> probe = transport.probe(backend(kind, engine));
      if (kind == BackendKind.SKYRL || kind == BackendKind.SLIME) { // their servers are unknown
        assertThat(probe)
            .failsWithin(PATIENCE)
            .withThrowableThat()
            .havingRootCause()
            .withMessageContaining("nesting deeper than 1000");
      } else {
        assertThat(probe).succeedsWithin(PATIENCE).isEqualTo(BackendReading.EMPTY);
      }
    }
  }

  private static void assertEndsEarly(HostileEngine engine, Supplier<CompletableFuture<?>> ask) {
    assertEndsEarly(engine, ALLOCATED_MAX, ask);
  }

  private static void assertEndsEarly(
      HostileEngine engine, long allocatedMax, Supplier<CompletableFuture<?>> ask) {
    long before = allocatedByAll();
    CompletableFuture<?> ended = ask.get().handle((value, failure) -> value);
    assertThat(ended).succeedsWithin(PATIENCE);
    assertThat(engine.asked()).isPositive();
    assertThat(engine.sent()).as("bytes sent").isLessThanOrEqualTo(SENT_MAX);
    assertThat(allocatedByAll() - before)
        .as("bytes allocated by all threads")
        .isLessThanOrEqualTo(allocatedMax);
  }

  private static long allocatedByAll() {
    long allocated = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      allocated += Math.max(0, bytes); // -1 for one that has ended meanwhile
    }
    return allocated;
  }

  private static Backend backend(BackendKind kind, HostileEngine engine) {
    return Backend.of(kind, engine.backend().uri().toString()).withId("gpu1");
  }

  private static HostileEngine engine(String beginning) throws IOException {
    return new HostileEngine((HEAD + beginning).getBytes(StandardCharsets.US_ASCII), "0,");
  }
}
