package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads what real engines sent. The captures lie beside the repository, in {@code
 * ../shared/data/captures}, or where the system property {@code thunder.captures} says; where they
 * are missing, one test says so.
 */
final class CapturesTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("thunder.captures", "../../shared/data/captures"));

  @TestFactory
  Stream<DynamicTest> captures() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return Stream.of(dynamicTest("captures are not here", CapturesTest::sayNotRun));
    }
    return table().stream()
        .filter(row -> Files.exists(FOLDER.resolve(row.file())))
        .map(row -> dynamicTest(row.file(), () -> check(row)));
  }

  @SuppressWarnings("SystemOut")
  private static void sayNotRun() {
    System.out.println("CapturesTest did not run: there is no folder " + FOLDER);
  }

  private static void check(Row row) throws IOException {
    byte[] capture = Files.readAllBytes(FOLDER.resolve(row.file()));
    try (MockWebServer engine = new MockWebServer();
        OkHttpTransport transport = OkHttpTransport.create()) {
      engine.setDispatcher(new Replay(row, capture));
      engine.start();
      Backend backend = Backend.of(row.engine(), engine.url("/").toString());
      assertThat(read(row, transport, backend)).isEqualTo(row.expected());
    }
  }

  private static String read(Row row, OkHttpTransport transport, Backend backend) {
    return switch (row.kind().split(" ", 2)[0]) {
      case "probe" -> reading(transport, backend);
      case "answer" -> answer(transport, backend);
      case "status" -> status(transport, backend, row.expected());
      default -> stream(transport, backend);
    };
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

  private static String status(OkHttpTransport transport, Backend backend, String expected) {
    try {
      transport.chat(backend, request(), new CancelSignal());
      return "answered";
    } catch (ThunderException e) {
      String outcome = e instanceof RequestRejectedException ? "rejected: " : "failed: ";
      String words = expected.substring(expected.indexOf(": ") + 2);
      assertThat(e).hasMessageContaining(": " + words);
      return outcome + words;
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

  private static List<Row> table() {
    try (InputStream table = CapturesTest.class.getResourceAsStream("/captures.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 3))
          .map(cells -> new Row(cells[0], cells[1], cells[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Row(String file, String kind, String expected) {

    /** The folder tells which engine sent it; what is no engine's own is sent as vLLM would. */
    BackendKind engine() {
      return switch (file.substring(0, file.indexOf('/'))) {
        case "sglang" -> BackendKind.SGLANG;
        case "skyrl" -> BackendKind.SKYRL;
        default -> BackendKind.VLLM;
      };
    }
  }

  /** Sends one capture as the answer to everything, or to one probe; the server is healthy. */
  private static final class Replay extends Dispatcher {

    private final Row row;
    private final byte[] capture;

    Replay(Row row, byte[] capture) {
      this.row = row;
      this.capture = capture;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      MockResponse.Builder response = new MockResponse.Builder();
      if (request.getTarget().equals("/health")) {
        return response.build();
      }
      String kind = row.kind();
      if (kind.startsWith("probe ") && !request.getTarget().startsWith(kind.substring(6))) {
        return response.code(404).build();
      }
      boolean streamed = Set.of("stream", "lines", "http").contains(kind);
      return response
          .code(kind.startsWith("status ") ? Integer.parseInt(kind.substring(7)) : 200)
          .setHeader("Content-Type", streamed ? "text/event-stream" : "application/json")
          .chunkedBody(body(kind), 1_000)
          .build();
    }

    private Buffer body(String kind) {
      return switch (kind) {
        case "lines" -> events();
        case "http" -> withoutHead();
        default -> new Buffer().write(capture);
      };
    }

    private Buffer withoutHead() {
      String response = new String(capture, StandardCharsets.UTF_8);
      return new Buffer().writeUtf8(response.split("\\R\\R", 2)[1]);
    }

    /** A file of one chunk per line, as events. */
    private Buffer events() {
      Buffer events = new Buffer();
      new String(capture, StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> events.writeUtf8("data: " + line + "\n\n"));
      return events;
    }
  }
}
