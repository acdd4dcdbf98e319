package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.concurrency.PinnedThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As many blocking callers at once as an engine has connections: no answer is given before all of
 * them have asked, and so none is if threads keep each other from running.
 */
@Timeout(180)
final class OkHttpCrowdTest {

  /** More than the JDK adds of carriers for virtual threads that are pinned: 256 in all. */
  private static final int CALLERS = 500;

  @StartStop
  final MockWebServer engine = new MockWebServer();

  private final OkHttpFixture fixture = new OkHttpFixture();
  private final CountDownLatch asked = new CountDownLatch(CALLERS);

  @ParameterizedTest
  @MethodSource("io.thunder.okhttp.ThreadKinds#all")
  void chat_crowdAtOnce_returnsToEveryCallerAndLeavesNothing(
      String kind, ThreadFactory threads, @TempDir Path folder) throws Exception {
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        return answer(request);
      }
    });
    OkHttpTransport transport = fixture.create(TransportOptions.DEFAULTS);
    try (PinnedThreads pinned = new PinnedThreads();
        ThunderClient client = client(transport)) {
      List<FutureTask<String>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String program = "p" + i;
        FutureTask<String> call = new FutureTask<>(() -> {
          String text = client
              .chat(program, List.of(ChatMessage.user("Hello from " + program)))
              .text();
          client.release(program);
          return text;
        });
        calls.add(call);
        threads.newThread(call).start();
      }

      for (FutureTask<String> call : calls) {
        assertThat(call.get()).as("answer to a %s thread", kind).isEqualTo("hi");
      }

      ThunderSnapshot left = client.snapshot();
      assertThat(left.programs()).isEmpty();
      assertThat(left.backends()).allMatch(backend -> backend.heldTokens() == 0);
      assertThat(pinned.stop(folder.resolve("pinned.jfr")).size())
          .as("times that a carrier was kept")
          .isLessThan(CALLERS / 10); // by classes that are loaded
    }
    fixture.assertNothingHeld();
  }

  private MockResponse answer(RecordedRequest request) throws InterruptedException {
    if (!request.getUrl().encodedPath().equals("/v1/chat/completions")) {
      return new MockResponse.Builder().body("{}").build();
    }
    asked.countDown();
    boolean together = asked.await(40, TimeUnit.SECONDS);
    return new MockResponse.Builder()
        .code(together ? 200 : 500)
        .body("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}")
        .build();
  }

  private ThunderClient client(OkHttpTransport transport) {
    return ThunderClient.builder()
        .transport(transport)
        .backend(Backend.openAi("http://" + engine.getHostName() + ":" + engine.getPort())
            .withCapacityTokens(100_000_000))
        .probeInterval(Duration.ofHours(1))
        .build();
  }
}
