package io.thunder.okhttp.internal;

import io.thunder.concurrency.Interleavings;
import io.thunder.error.TurnCancelledException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream that is closed, and whose turn is cancelled, while a thread reads it. */
@Tag("concurrency")
final class HttpChatStreamInterleavingTest {

  private static final String EVENT =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
  private static final String LAST = """
      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  /** An answer of two reads from the connection, which fails once its call is cancelled. */
  public static class Open {

    private final Turn turn = Turns.create();
    private final TurnsInFlight turns = new TurnsInFlight();
    private final Connection connection = new Connection();
    private final HttpChatStream stream;
    private int chunks;
    private volatile boolean whole;
    private volatile boolean cancelled;

    /** Creates the stream. */
    public Open() {
      ResponseBody body = ResponseBody.create(
          Okio.buffer(connection), MediaType.get("text/event-stream"), /* contentLength= */ -1);
      Response response = new Response.Builder()
          .request(turn.call().request())
          .protocol(Protocol.HTTP_1_1)
          .code(200)
          .message("OK")
          .body(body)
          .build();
      turn.status(200);
      SseReader events = new SseReader(body.source(), 1_000);
      stream = new HttpChatStream(
          turn,
          response,
          new StreamServices(turns, new Failures(turns, Turns.SETTINGS)),
          new ChunkReader(events, turn, new Answers(Turns.SETTINGS)));
    }

    /** The turn begins. */
    public void begin() {
      turns.begin(turn);
    }

    /** Reads it to its end. */
    public void read() {
      try {
        while (stream.hasNext()) {
          stream.next();
          chunks++;
        }
        whole = true;
      } catch (TurnCancelledException e) {
        cancelled = true;
      }
    }

    /** Closes it. */
    public void close() {
      stream.close();
    }

    /** Cancels its turn. */
    public void cancel() {
      turn.signal().cancel();
    }

    /** The reader knows what came of it, and all that the stream held is free. */
    @Validate
    public void isReleased() {
      if (whole == cancelled || (whole && chunks != 2)) {
        throw new AssertionError(
            "whole " + whole + ", cancelled " + cancelled + ", chunks " + chunks);
      }
      if (connection.closed.get() != 1 || !turns.isEmpty()) {
        throw new AssertionError(
            "closed " + connection.closed + " times, no turns " + turns.isEmpty());
      }
      if (cancelled && !turn.call().isCanceled()) {
        throw new AssertionError("the call goes on");
      }
      if (connection.overlapped) {
        throw new AssertionError("closed while a thread reads");
      }
    }

    /** What OkHttp reads from; it is not thread-safe, as Okio's sources are not. */
    private final class Connection implements Source {

      private volatile boolean reading;
      private volatile boolean overlapped;
      private final AtomicInteger closed = new AtomicInteger();
      private int reads;

      @Override
      public long read(Buffer sink, long byteCount) throws IOException {
        reading = true;
        try {
          if (turn.call().isCanceled()) {
            throw new IOException("Canceled");
          }
          reads++;
          String text = reads == 1 ? EVENT : reads == 2 ? LAST : "";
          sink.writeUtf8(text);
          return text.isEmpty() ? -1 : text.length();
        } finally {
          reading = false;
        }
      }

      @Override
      public Timeout timeout() {
        return Timeout.NONE;
      }

      @Override
      public void close() {
        if (reading) {
          overlapped = true;
        }
        closed.incrementAndGet();
      }
    }
  }

  /** What a first URL loads does not load under Lincheck. */
  @BeforeAll
  static void load() {
    Turns.create();
  }

  @Test
  void close_byTwoWhileAThreadReads_isReleasedOnce() {
    Interleavings.exploreAfter(Open.class, "begin", "read", "close", "close");
  }

  @Test
  void closeAndCancel_whileAThreadReads_isReleasedOnce() {
    Interleavings.exploreAfter(Open.class, "begin", "read", "close", "cancel");
  }
}
