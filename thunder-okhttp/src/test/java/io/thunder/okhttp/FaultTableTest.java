package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.ThunderSnapshot.BackendState;
import io.thunder.ThunderSnapshot.ProgramView;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.BackendFailedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A program's turn meets a fault on its engine while a second engine is well: what its caller gets,
 * how often each engine was sent the turn, and where the program is afterwards. The table in {@code
 * fault-table.txt} is the specification; {@code target/fault-table.txt} says how long each row took.
 * After each row no turn is in flight and the self-check finds nothing.
 */
final class FaultTableTest {

  private static final String ANSWER = """
      {"id":"a","model":"m","choices":[{"message":{"role":"assistant","content":"hi"},
       "finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":4}}
      """;

  private static final String EVENTS = """
      data: {"choices":[{"delta":{"content":"h"}}]}

      data: {"choices":[{"delta":{"content":"i"},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":20,"completion_tokens":4}}

      data: [DONE]

      """;

  private static final String ERROR_EVENT =
      "data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n";

  private static final String FIRST_EVENT = EVENTS.substring(0, EVENTS.indexOf("data: ", 1));

  /** With silence; whatever else goes wrong is seen at once, though not on every machine. */
  private static final Duration PATIENCE_WITH_SILENCE = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What each row took, its outcome included. */
  private static final List<String> TIMES = new CopyOnWriteArrayList<>();

  @TestFactory
  Stream<DynamicTest> faults() {
    return table().stream().map(row -> dynamicTest(row.fault(), () -> check(row)));
  }

  private static void check(Row row) throws Exception {
    try (Engine first = new Engine(2_000, row);
        Engine second = new Engine(1_000, row);
        ThunderClient thunder = client(first, second, row.patience())) {
      first.breakWith(row.fault());

      long start = System.nanoTime();
      String outcome = row.isStreamed() ? stream(thunder) : chat(thunder);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

      ThunderSnapshot after = thunder.snapshot();
      assertThat(outcome + " | " + first.turns + " | " + second.turns + " | " + place(after, first))
          .isEqualTo(row.expected());
      assertThat(after.backends()).extracting(BackendState::turnsInFlight).containsOnly(0);
      assertThat(thunder.selfCheck()).isEmpty();
      TIMES.add(String.format("%-36s | %5d ms | %s", row.fault(), millis, row.expected()));
    }
  }

  @AfterAll
  static void writeTimes() throws IOException {
    Files.write(Path.of("target", "fault-table.txt"), TIMES);
  }

  private static ThunderClient client(Engine first, Engine second, Duration patience)
      throws InterruptedException {
    CountDownLatch up = new CountDownLatch(2);
    ThunderClient thunder = ThunderClient.builder()
        .transport(OkHttpTransport.builder()
            .readTimeout(patience)
            .probeTimeout(PATIENCE)
            .build())
        .backend(first.backend())
        .backend(second.backend())
        .probeInterval(Duration.ofHours(1))
        .listener(new ThunderListener() {
          @Override
          public void onBackendChanged(ThunderEvent.BackendChanged event) {
            if (event.health() == BackendHealth.UP) {
              up.countDown();
            }
          }
        })
        .build();
    assertThat(up.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("both engines are up")
        .isTrue();
    return thunder;
  }

  private static String chat(ThunderClient thunder) {
    try {
      ChatResponse answer = thunder.chat("p", request());
      return "answer " + answer.text() + " " + tokens(thunder);
    } catch (ThunderException e) {
      return name(e);
    }
  }

  private static String stream(ThunderClient thunder) {
    StringBuilder text = new StringBuilder();
    try (ChatStream stream = thunder.stream("p", request())) {
      stream.forEachRemaining(chunk -> text.append(chunk.text()));
    } catch (ThunderException e) {
      return text + "> " + name(e);
    }
    return "answer " + text + " " + tokens(thunder);
  }

  private static String name(ThunderException e) {
    String name = e.getClass().getSimpleName();
    return switch (name) {
      case "BackendFailedException" -> name + " " + ((BackendFailedException) e).status();
      case "RequestRejectedException" -> name + " " + ((RequestRejectedException) e).status();
      default -> name;
    };
  }

  /** What the program is taken to hold: the engine's count if there was one, else an estimate. */
  private static String tokens(ThunderClient thunder) {
    ProgramView program = thunder.snapshot().program("p").orElseThrow();
    return program.footprintTokens() == 32 ? "counted" : "estimated";
  }

  private static String place(ThunderSnapshot after, Engine first) {
    BackendId backend = after.program("p").map(ProgramView::backend).orElse(null);
    String place =
        backend == null ? "paused" : backend.equals(first.backend().id()) ? "first" : "second";
    boolean rests = after.backends().stream().anyMatch(b -> b.health() == BackendHealth.RESTING);
    return rests ? place + ", the first rests" : place;
  }

  private static ChatRequest request() {
    return ChatRequest.of(List.of(ChatMessage.user("Hello")));
  }

  private static List<Row> table() {
    try (InputStream table = FaultTableTest.class.getResourceAsStream("/fault-table.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" +\\| ", 2))
          .map(cells -> new Row(cells[0], cells[1].replaceAll(" +", " ").strip()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Row(String fault, String expected) {

    boolean isStreamed() {
      return fault.startsWith("stream ");
    }

    Duration patience() {
      return fault.contains("silence") ? PATIENCE_WITH_SILENCE : PATIENCE;
    }
  }

  /** A healthy engine whose next turns go wrong, if it is told so. */
  private static final class Engine implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();
    private final int capacity;
    private final boolean streamed;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile String fault = "";

    Engine(int capacity, Row row) throws IOException {
      this.capacity = capacity;
      this.streamed = row.isStreamed();
      server.setDispatcher(new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
          return answer(request.getTarget());
        }
      });
      server.start();
    }

    Backend backend() {
      return Backend.vllm(server.url("/").toString());
    }

    void breakWith(String how) {
      fault = how.replaceFirst("^stream ", "");
      if (fault.equals("connection refused")) {
        server.close();
      }
    }

    private MockResponse answer(String target) {
      return switch (target) {
        case "/health" -> new MockResponse.Builder().build();
        case "/metrics" -> new MockResponse.Builder().body(metrics()).build();
        default -> turn();
      };
    }

    private String metrics() {
      return "vllm:cache_config_info{block_size=\"16\",kv_cache_size_tokens=\"" + capacity
          + "\"} 1";
    }

    private MockResponse turn() {
      turns.incrementAndGet();
      MockResponse.Builder good = new MockResponse.Builder()
          .setHeader("Content-Type", streamed ? "text/event-stream" : "application/json")
          .body(streamed ? EVENTS : ANSWER);
      return broken(good).build();
    }

    private MockResponse.Builder broken(MockResponse.Builder good) {
      if (fault.startsWith("status ")) {
        String[] words = fault.split(" ", 3);
        good.code(Integer.parseInt(words[1])).body("{\"detail\":\"no\"}");
        return words.length == 2 ? good : good.setHeader("Retry-After", "60");
      }
      return switch (fault) {
        case "reset before the first byte" -> good.onResponseStart(new SocketEffect.CloseSocket());
        case "reset in the middle" -> part(good, start(), new SocketEffect.CloseSocket());
        case "reset before the first event" -> part(good, "", new SocketEffect.CloseSocket());
        case "silence before the headers" -> good.onResponseStart(SocketEffect.Stall.INSTANCE);
        case "silence in the middle" -> part(good, start(), SocketEffect.Stall.INSTANCE);
        case "silence before the first event" -> part(good, "", SocketEffect.Stall.INSTANCE);
        case "end before the first event" -> good.body("");
        case "slow drip" -> good.throttleBody(40, 20, TimeUnit.MILLISECONDS);
        case "HTML" -> good.setHeader("Content-Type", "text/html").body("<html>hello</html>");
        case "truncated JSON" -> good.body(ANSWER.substring(0, 100));
        case "gzip" -> good.setHeader("Content-Encoding", "gzip").body(gzip(ANSWER));
        case "no usage" -> good.body(ANSWER.replaceFirst("\"usage\"", "\"other\""));
        case "negative usage" -> good.body(ANSWER.replace("20", "-20"));
        case "absurd usage" -> good.body(ANSWER.replace("20", "9223372036854775807"));
        case "usage that is text" ->
          good.body(ANSWER.replaceFirst("\"usage\":.*", "\"usage\":\"x\"}"));
        case "usage twice" -> good.body(EVENTS.replace("data: {\"choices\":[],", """
            data: {"choices":[],"usage":{"prompt_tokens":20,"completion_tokens":1}}

            data: {"choices":[],"""));
        case "no usage at all" -> good.body(EVENTS.replaceFirst("data: .*usage.*\n\n", ""));
        case "error, then [DONE]" ->
          good.body(EVENTS.replaceFirst("data: .*finish(.*\n)+", ERROR_EVENT + "data: [DONE]\n\n"));
        case "error, nothing after" ->
          good.body(EVENTS.replaceFirst("data: .*finish(.*\n)+", ERROR_EVENT));
        case "error as the first event" -> good.body(ERROR_EVENT);
        case "error 503 as the first event" -> good.body(ERROR_EVENT.replace("500", "503"));
        case "cut without [DONE]" -> good.body(EVENTS.replaceFirst("data: .*finish(.*\n)+", ""));
        case "" -> good;
        default -> throw new IllegalStateException("no such fault: " + fault);
      };
    }

    /** What comes first of an answer. */
    private String start() {
      return streamed ? FIRST_EVENT : ANSWER;
    }

    private static MockResponse.Builder part(
        MockResponse.Builder good, String body, SocketEffect then) {
      return good.body(body).setHeader("Content-Length", "1000").onResponseEnd(then);
    }

    private static Buffer gzip(String text) {
      Buffer compressed = new Buffer();
      try (var sink = Okio.buffer(new GzipSink(compressed))) {
        sink.writeUtf8(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return compressed;
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
