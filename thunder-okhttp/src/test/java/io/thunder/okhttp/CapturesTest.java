package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.ThunderException;
import io.thunder.transport.CancelSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads what real engines sent. The captures lie beside the repository, in {@code
 * ../shared/data/captures}, or where the system property {@code thunder.captures} says; where they
 * are missing, one test says so. A capture that has no values in {@code captures.txt}, since nobody has
 * seen it, is read all the same: nothing may be thrown that callers do not expect, nor counts be negative.
 */
final class CapturesTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("thunder.captures", "../../shared/data/captures"));

  /** With {@code -Dthunder.captures.rowsRequired=true} a capture without a row is a failure. */
  private static final String ROWS_REQUIRED = "thunder.captures.rowsRequired";

  private static final String EVENTS = "text/event-stream";
  private static final Set<String> STREAMS = Set.of("stream", "lines", "event", "http");
  private static final Set<String> PROBES = Set.of("probe", "probes", "vllm");

  private static final Pattern KIND = Pattern.compile(
      "stream|lines|event|http|answer( of response)?|models|status \\d{3}|(probe|vllm) /\\S+"
          + "|probes /metrics");

  /** A count below zero, in any reading. */
  private static final Pattern NEGATIVE = Pattern.compile("[ =/]-\\d");

  @TestFactory
  Stream<DynamicTest> captures() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return Stream.of(dynamicTest("captures are not here", CapturesTest::sayNotRun));
    }
    Stream<CaptureRow> listed =
        CaptureRow.table().stream().filter(row -> Files.exists(FOLDER.resolve(row.file())));
    return Stream.concat(listed, CaptureRow.without(names(), FOLDER).stream())
        .map(row -> dynamicTest(row.file(), () -> check(row)));
  }

  /** Ours have; others are read, printed, and only have to make sense, unless a row is required. */
  @TestFactory
  Stream<DynamicTest> everyCaptureThatIsDescribed_hasARow() throws IOException {
    Path document = FOLDER.resolveSibling("DATA.md");
    if (!Files.isRegularFile(document)) {
      return Stream.of(dynamicTest("captures are not described here", CapturesTest::sayNotRun));
    }
    Set<String> described = CaptureRow.documented(document);
    return Stream.of(dynamicTest(described.size() + " captures", () -> {
      Set<String> without = new TreeSet<>(described);
      without.removeAll(names());
      if (Boolean.getBoolean(ROWS_REQUIRED)) {
        assertThat(without).isEmpty();
      }
      sayWithoutRow(without);
    }));
  }

  @Test
  void table_always_namesEachCaptureOnceAndItsReader() {
    assertThat(CaptureRow.table()).extracting(CaptureRow::file).doesNotHaveDuplicates();
    assertThat(CaptureRow.table())
        .extracting(CaptureRow::kind)
        .allMatch(KIND.asMatchPredicate(), "is a reader");
  }

  @ParameterizedTest
  @CsvSource({
    "vllm/chat-2027.json, answer",
    "vllm/completion-2027.json, event",
    "vllm/models-list-x.json, models",
    "vllm/error-429-x.json, status 429",
    "vllm/error-x.json, status 500",
    "sglang/metrics-x.txt, probe /metrics",
    "sglang/server_info-x.json, probe /server_info",
    "sglang/v1-loads-x.json, probe /v1/loads",
    "skyrl/metrics-x.json, probe /metrics",
    "openai-sse/x.sse, stream",
    "openai-sse/x.jsonl, lines",
    "openai-sse/x.http, http",
    "openai-sse/x.meta.json, ''",
    "openai-sse/README.md, ''"
  })
  void kindOf_captureWithoutARow_isTheReaderThatItsNameAsksFor(String file, String kind) {
    assertThat(CaptureRow.kindOf(file)).isEqualTo(kind);
  }

  private static Set<String> names() {
    return CaptureRow.table().stream().map(CaptureRow::file).collect(Collectors.toSet());
  }

  @SuppressWarnings("SystemOut")
  private static void sayNotRun() {
    System.out.println("CapturesTest did not run: there is no folder " + FOLDER);
  }

  @SuppressWarnings("SystemOut")
  private static void sayWithoutRow(Set<String> files) {
    files.forEach(file -> System.out.println(file + " is described, but has no row"));
  }

  private static void check(CaptureRow row) throws IOException {
    byte[] capture = Files.readAllBytes(FOLDER.resolve(row.file()));
    try (MockWebServer engine = new MockWebServer();
        OkHttpTransport transport = OkHttpTransport.create()) {
      engine.setDispatcher(new Replay(row, capture));
      engine.start();
      Backend backend = Backend.of(row.engine(), engine.url("/").toString());
      String reading = read(row, transport, backend);
      boolean counts = !row.reader().equals("status");
      assertThat(counts && NEGATIVE.matcher(reading).find()).as(reading).isFalse();
      if (row.isKnown()) {
        assertThat(reading).isEqualTo(row.expected());
      } else {
        sayRead(row, reading);
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private static void sayRead(CaptureRow row, String reading) {
    System.out.println(row.file() + " | " + row.kind() + " | " + reading);
  }

  private static String read(CaptureRow row, OkHttpTransport transport, Backend backend) {
    return switch (row.reader()) {
      case "probe", "vllm" -> reading(transport, backend);
      case "probes" -> readings(row, transport, backend);
      case "models" -> models(transport, backend);
      case "answer" -> answer(transport, backend);
      case "status" -> status(transport, backend, row);
      default -> stream(transport, backend);
    };
  }

  private static String models(OkHttpTransport transport, Backend backend) {
    return transport
        .models(backend)
        .handle((models, failure) -> failure == null ? String.join(",", models) : "failed")
        .join();
  }

  private static String stream(OkHttpTransport transport, Backend backend) {
    List<ChatChunk> chunks = new ArrayList<>();
    String end = "done";
    Usage usage = null;
    try (ChatStream stream = transport.stream(backend, request(), new CancelSignal())) {
      try {
        stream.forEachRemaining(chunks::add);
      } finally {
        usage = stream.usage();
      }
    } catch (ThunderException e) {
      end = "failed";
    }
    return "chunks="
        + chunks.size()
        + " text="
        + chunks.stream().mapToInt(chunk -> chunk.text().length()).sum()
        + " reasoning="
        + chunks.stream().mapToInt(chunk -> chunk.reasoning().length()).sum()
        + " finish="
        + chunks.stream()
            .map(chunk -> shown(chunk.finishReason()))
            .filter(reason -> !reason.equals("-"))
            .reduce("-", (before, after) -> after)
        + " usage="
        + usage(usage)
        + " "
        + end;
  }

  private static String answer(OkHttpTransport transport, Backend backend) {
    try {
      ChatResponse response = transport.chat(backend, request(), new CancelSignal());
      ChatMessage message = response.message();
      String fields = String.join(",", message.fields().keySet());
      return "text="
          + response.text().length()
          + " fields="
          + (fields.isEmpty() ? "-" : fields)
          + " finish="
          + shown(response.finishReason())
          + " usage="
          + usage(response.usage());
    } catch (ThunderException e) {
      return "failed";
    }
  }

  private static String status(OkHttpTransport transport, Backend backend, CaptureRow row) {
    try {
      transport.chat(backend, request(), new CancelSignal());
      return "answered";
    } catch (ThunderException e) {
      String outcome = e instanceof RequestRejectedException ? "rejected: " : "failed: ";
      if (!row.isKnown()) {
        return outcome + e.getMessage();
      }
      String words = row.expected().substring(row.expected().indexOf(": ") + 2);
      assertThat(e).hasMessageContaining(": " + words);
      return outcome + words;
    }
  }

  /** Asks as often as the capture has pages. */
  private static String readings(CaptureRow row, OkHttpTransport transport, Backend backend) {
    List<String> readings = new ArrayList<>();
    for (int page = 0; page < pages(FOLDER.resolve(row.file())).size(); page++) {
      readings.add(reading(transport, backend));
    }
    return String.join("; ", readings);
  }

  /** The items of a file that is a list of pages. */
  private static List<String> pages(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonArray().asList().stream()
          .map(JsonElement::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reading(OkHttpTransport transport, Backend backend) {
    BackendReading reading =
        transport.probe(backend).exceptionally(failure -> null).join();
    if (reading == null) {
      return "failed";
    }
    Double usage = reading.kvUsage();
    return Stream.of(
            reading.capacityTokens(),
            reading.blockTokens(),
            usage == null ? null : String.format(Locale.ROOT, "%.6f", usage),
            reading.running(),
            reading.waiting(),
            reading.prefixQueryTokens(),
            reading.prefixHitTokens(),
            reading.preemptions())
        .map(CapturesTest::shown)
        .reduce((before, after) -> before + " " + after)
        .orElseThrow();
  }

  private static String usage(Usage usage) {
    return usage == null
        ? "-"
        : usage.promptTokens() + "/" + usage.completionTokens() + "/" + shown(usage.cachedTokens());
  }

  private static String shown(Object value) {
    return value == null ? "-" : value.toString();
  }

  private static ChatRequest request() {
    return ChatRequest.of(List.of(ChatMessage.user("Hello")));
  }

  /** Sends one capture as the answer to everything, or to one probe; the server is healthy. */
  private static final class Replay extends Dispatcher {

    private final CaptureRow row;
    private final byte[] capture;
    private final AtomicInteger asked = new AtomicInteger();

    Replay(CaptureRow row, byte[] capture) {
      this.row = row;
      this.capture = capture;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      MockResponse.Builder response = new MockResponse.Builder();
      if (request.getTarget().equals("/health")) {
        return response.build();
      }
      boolean page = PROBES.contains(row.reader());
      if (page && !request.getTarget().startsWith(row.argument())) {
        return response.code(404).build();
      }
      return response
          .code(row.reader().equals("status") ? Integer.parseInt(row.argument()) : 200)
          .setHeader("Content-Type", STREAMS.contains(row.reader()) ? EVENTS : "application/json")
          .chunkedBody(body(), 1_000)
          .build();
    }

    private Buffer body() {
      return switch (row.kind()) {
        case "lines" -> events();
        case "event" -> event();
        case "http" -> withoutHead();
        case "answer of response" -> member("response");
        case "probes /metrics" ->
          new Buffer().writeUtf8(pages(FOLDER.resolve(row.file())).get(asked.getAndIncrement()));
        default -> new Buffer().write(capture);
      };
    }

    private Buffer member(String name) {
      JsonObject whole = JsonParser.parseString(text()).getAsJsonObject();
      return new Buffer().writeUtf8(whole.get(name).toString());
    }

    /** The whole file as the only event. */
    private Buffer event() {
      String line = JsonParser.parseString(text()).toString();
      return new Buffer().writeUtf8("data: " + line + "\n\ndata: [DONE]\n\n");
    }

    private String text() {
      return new String(capture, StandardCharsets.UTF_8);
    }

    private Buffer withoutHead() {
      String[] parts = text().split("\\R\\R", 2);
      return new Buffer().writeUtf8(parts[parts.length - 1]);
    }

    /** A file of one chunk per line, as events. */
    private Buffer events() {
      Buffer events = new Buffer();
      text().lines().forEach(line -> events.writeUtf8("data: " + line + "\n\n"));
      return events;
    }
  }
}
