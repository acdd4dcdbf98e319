package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.chat.ChatMessage;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.RequestRejectedException;
import io.thunder.transport.EngineControl;
import io.thunder.transport.PauseMode;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said to engines besides turns, and what becomes of it. */
@Timeout(60)
final class EngineControlTest {

  @StartStop
  final MockWebServer router = new MockWebServer();

  @StartStop
  final MockWebServer engine = new MockWebServer();

  @StartStop
  final MockWebServer other = new MockWebServer();

  private final BlockingQueue<RecordedRequest> posts = new LinkedBlockingQueue<>();
  private final Map<String, MockResponse> answers = new ConcurrentHashMap<>();
  private final OkHttpTransport transport =
      OkHttpTransport.builder().apiKey("sk-secret-key").build();
  private final EngineControl control = transport.control().orElseThrow();

  @BeforeEach
  void answer() {
    Dispatcher dispatcher = new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return response(request);
      }
    };
    router.setDispatcher(dispatcher);
    engine.setDispatcher(dispatcher);
    other.setDispatcher(dispatcher);
  }

  /** Answers as a router or an engine, whichever is asked. */
  private MockResponse response(RecordedRequest request) {
    if (request.getMethod().equals("POST")) {
      posts.add(request);
    }
    String path = request.getUrl().encodedPath();
    String json =
        switch (path) {
          case "/servers" -> "{\"servers\":[\"" + url(engine) + "\",\"" + url(other) + "\"]}";
          case "/workers" ->
            "{\"workers\":[{\"url\":\"" + url(engine) + "@0\"},{\"url\":\"" + url(engine)
                + "@1\"},{\"url\":\"" + url(other) + "\"}]}";
          case "/v1/chat/completions" -> "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}";
          default -> "{\"status\":\"ok\"}";
        };
    return answers.getOrDefault(path, json(200, json));
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;pause;/pause?mode=abort&clear_cache=false;''",
        "VLLM;keep;/pause?mode=keep&clear_cache=false;''",
        "VLLM;resume;/resume;''",
        "VLLM;flush;/reset_prefix_cache?reset_running_requests=true"
            + ";{\"reset_running_requests\":true}",
        "VLLM;abort;/abort_requests;{\"request_ids\":[]}",
        "SGLANG;pause;/pause_generation;{\"mode\":\"abort\"}",
        "SGLANG;keep;/pause_generation;{\"mode\":\"retract\"}",
        "SGLANG;resume;/continue_generation;{}",
        "SGLANG;flush;/flush_cache;''",
        "SGLANG;abort;/abort_request;{\"abort_all\":true}",
      })
  void ask_anEngine_sendsWhatItTakes(BackendKind kind, String what, String target, String body)
      throws Exception {
    ask(what, backend(kind, engine)).join();

    RecordedRequest post = posts.poll(10, TimeUnit.SECONDS);
    assertThat(post.getRequestLine()).isEqualTo("POST " + target + " HTTP/1.1");
    assertThat(post.getBody().utf8()).isEqualTo(body);
    assertThat(post.getHeaders().get("Content-Type"))
        .isEqualTo(body.isEmpty() ? null : "application/json");
    assertThat(post.getHeaders().get("Authorization")).isEqualTo("Bearer sk-secret-key");
    assertThat(posts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SKYRL, /resume", "SLIME, /continue_generation"})
  void ask_aRouter_asksEachServerOnceWithoutCredentials(BackendKind kind, String path)
      throws Exception {
    control.resume(backend(kind, router)).join();

    RecordedRequest first = posts.poll(10, TimeUnit.SECONDS);
    RecordedRequest second = posts.poll(10, TimeUnit.SECONDS);
    assertThat(List.of(first.getUrl().port(), second.getUrl().port()))
        .containsExactlyInAnyOrder(engine.getPort(), other.getPort());
    assertThat(List.of(first, second)).allSatisfy(post -> {
      assertThat(post.getTarget()).isEqualTo(path);
      assertThat(post.getHeaders().get("Authorization")).isNull();
    });
    assertThat(posts).isEmpty();
  }

  @Test
  void ask_aRouterOfPrefillAndDecodeWorkers_asksThemAll() throws Exception {
    answers.put(
        "/workers",
        json(
            200,
            "{\"workers\":[{\"url\":\"" + url(engine)
                + "\",\"worker_type\":\"prefill\"},{\"url\":\"" + url(other)
                + "\",\"worker_type\":\"decode\"}]}"));

    control.resume(backend(BackendKind.SLIME, router)).join();

    assertThat(posts).hasSize(2);
  }

  @Test
  void ask_aRouterWithServersThatCannotBeAsked_failsAndAsksNone() {
    answers.put(
        "/workers",
        json(200, "{\"workers\":[{\"url\":\"" + url(engine) + "\"},{\"url\":\"grpc://b:2\"}]}"));

    assertThatThrownBy(() -> control.resume(backend(BackendKind.SLIME, router)).join())
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("only 1 of 2 servers has an http URL");
    assertThat(posts).isEmpty();
  }

  @Test
  void ask_aRouterThatListsNone_fails() {
    answers.put("/servers", json(200, "{\"servers\":[]}"));
    assertThatThrownBy(() -> control.resume(backend(BackendKind.SKYRL, router)).join())
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no servers");

    answers.put("/servers", json(404, "{}"));
    assertThatThrownBy(() -> control.resume(backend(BackendKind.SKYRL, router)).join())
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("/servers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;pause;/pause;VLLM_SERVER_DEV_MODE=1",
        "VLLM;resume;/resume;VLLM_SERVER_DEV_MODE=1",
        "VLLM;flush;/reset_prefix_cache;VLLM_SERVER_DEV_MODE=1",
        "VLLM;abort;/abort_requests;--tokens-only",
        "SGLANG;pause;/pause_generation;since 0.4.10",
        "SGLANG;flush;/flush_cache;is it SGLang?",
      })
  void ask_routeThatIsNotThere_saysWhatEnablesIt(
      BackendKind kind, String what, String path, String words) {
    answers.put(path, json(404, "{\"detail\":\"Not Found\"}"));

    assertThatThrownBy(() -> ask(what, backend(kind, engine)).join())
        .hasCauseInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("gpu1")
        .hasMessageContaining(path)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @EnumSource(PauseMode.class)
  void ask_aKindThatIsNotKnown_isNotSent(PauseMode mode) {
    assertThatThrownBy(
            () -> control.pause(backend(BackendKind.OPENAI, engine), mode).join())
        .hasCauseInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("gpu1");
    assertThat(engine.getRequestCount()).isZero();
  }

  @Test
  void flushCache_engineKeepsIt_fails() {
    answers.put("/reset_prefix_cache", json(200, "{\"success\":false}"));
    assertThatThrownBy(
            () -> control.flushCache(backend(BackendKind.VLLM, engine)).join())
        .hasCauseInstanceOf(BackendFailedException.class)
        .hasMessageContaining("did not do /reset_prefix_cache");

    answers.put("/flush_cache", json(400, "Flush cache failed.\n"));
    assertThatThrownBy(
            () -> control.flushCache(backend(BackendKind.SGLANG, engine)).join())
        .hasCauseInstanceOf(BackendFailedException.class)
        .hasMessageContaining("Flush cache failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"''", "{\"success\":true}", "Cache flushed.", "[]"})
  void flushCache_anyGoodAnswer_isDone(String body) {
    answers.put("/reset_prefix_cache", json(200, body));

    assertThat(control.flushCache(backend(BackendKind.VLLM, engine)).join()).isNull();
  }

  @Test
  void ask_engineThatEchoesTheKey_doesNotShowIt() {
    answers.put("/resume", json(500, "{\"error\":\"bad sk-secret-key\"}"));

    assertThatThrownBy(() -> control.resume(backend(BackendKind.VLLM, engine)).join())
        .hasCauseInstanceOf(BackendFailedException.class)
        .hasMessageContaining("***")
        .hasMessageNotContaining("sk-secret-key");
  }

  @Test
  void ask_wrongKey_isRefused() {
    answers.put("/flush_cache", json(401, "{\"error\":\"Unauthorized\"}"));

    assertThatThrownBy(
            () -> control.flushCache(backend(BackendKind.SGLANG, engine)).join())
        .hasCauseInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("credentials");
  }

  @Test
  void ask_connectionThatBreaks_isNotSentAgain() {
    control.resume(backend(BackendKind.VLLM, engine)).join();
    answers.put(
        "/abort_requests",
        new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build());

    assertThatThrownBy(
            () -> control.abortTurns(backend(BackendKind.VLLM, engine)).join())
        .hasCauseInstanceOf(BackendFailedException.class)
        .hasMessageContaining("did not answer to /abort_requests");
    assertThat(posts).hasSize(2);
  }

  @Test
  void ask_nobodyListens_isUnavailable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(
            () -> control.resume(Backend.vllm("http://127.0.0.1:" + port)).join())
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("/resume");
  }

  @Test
  void release_behindASkyrlRouter_finishesItsSession() throws Exception {
    try (ThunderClient thunder = client(BackendKind.SKYRL)) {
      thunder.chat("Zürich & 1", List.of(ChatMessage.user("Hello")));
      RecordedRequest turn = posts.poll(10, TimeUnit.SECONDS);

      thunder.release("Zürich & 1");

      RecordedRequest finish = posts.poll(10, TimeUnit.SECONDS);
      assertThat(finish.getUrl().encodedPath()).isEqualTo("/finish_session");
      assertThat(finish.getUrl().queryParameter("session_id"))
          .isEqualTo(turn.getHeaders().get("X-Session-ID"));
      assertThat(finish.getUrl().port()).isEqualTo(router.getPort());
      assertThat(finish.getHeaders().get("Authorization")).isEqualTo("Bearer sk-secret-key");
    }
  }

  @Test
  void finishProgram_otherKinds_sendsNothing() {
    for (BackendKind kind : List.of(BackendKind.VLLM, BackendKind.SLIME, BackendKind.OPENAI)) {
      control.finishProgram(backend(kind, router), "p").join();
    }

    assertThat(router.getRequestCount()).isZero();
  }

  @Test
  void finishProgram_olderRouter_saysSo() {
    answers.put("/finish_session", json(404, "{\"detail\":\"Not Found\"}"));

    assertThatThrownBy(
            () -> control.finishProgram(backend(BackendKind.SKYRL, router), "p").join())
        .hasCauseInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("June 2026");
  }

  @Test
  void finishProgram_routerThatHangs_isBounded() {
    AtomicInteger told = new AtomicInteger();
    answers.put(
        "/finish_session",
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    Backend hanging = backend(BackendKind.SKYRL, router);

    CompletableFuture<Void> refused = CompletableFuture.completedFuture(null);
    while (!refused.isCompletedExceptionally() && told.incrementAndGet() < 11_000) {
      refused = control.finishProgram(hanging, "p");
    }

    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("10000 such calls wait");
    assertThat(told).hasValueGreaterThan(10_000);
  }

  private ThunderClient client(BackendKind kind) {
    return ThunderClient.builder()
        .transport(OkHttpTransport.builder().apiKey("sk-secret-key").build())
        .backend(backend(kind, router))
        .probeInterval(Duration.ofHours(1))
        .build();
  }

  private CompletableFuture<Void> ask(String what, Backend backend) {
    return switch (what) {
      case "pause" -> control.pause(backend, PauseMode.ABORT);
      case "keep" -> control.pause(backend, PauseMode.KEEP);
      case "resume" -> control.resume(backend);
      case "flush" -> control.flushCache(backend);
      case "abort" -> control.abortTurns(backend);
      default -> throw new AssertionError(what);
    };
  }

  private static Backend backend(BackendKind kind, MockWebServer server) {
    return Backend.of(kind, url(server)).withId("gpu1");
  }

  private static String url(MockWebServer server) {
    return server.url("/").toString().replaceAll("/$", "");
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .headers(Headers.of("Content-Type", "application/json"))
        .body(body)
        .build();
  }
}
