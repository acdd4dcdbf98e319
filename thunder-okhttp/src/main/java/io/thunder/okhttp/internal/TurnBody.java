package io.thunder.okhttp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The body of one turn, written straight from what is asked: a 400 KB prompt is never copied as a
 * whole. The length is counted beforehand and announced rather than sent chunked, since proxies in
 * front of engines check, buffer or refuse bodies by their length.
 *
 * <p>It also decides whether OkHttp may send it twice. A turn is not idempotent in cost: computing
 * a prompt of 150,000 tokens again is an outage. OkHttp repeats a request only on a pooled
 * connection that worked before, which an engine may have closed in the meantime: such a connection
 * fails within a round trip. So one repetition is allowed if the connection broke within {@link
 * #STALE_NANOS_MAX} after the body was begun and no response came; later, an engine that computed
 * may have died, and the decision belongs to the scheduler. Before the first byte, OkHttp may try
 * all addresses of a host.
 */
abstract class TurnBody extends RequestBody {

  /** How long after sending a broken connection still counts as stale. */
  static final long STALE_NANOS_MAX = 1_000_000_000;

  private static final MediaType JSON = MediaType.get("application/json");

  private final LongSupplier nanoTime;
  private final TurnProgress progress;

  /** How often the body was begun. */
  private final AtomicInteger sends = new AtomicInteger();

  /** Negative until it was counted. */
  private long length = -1;

  private volatile long firstSentNanos;
  private volatile boolean answered;

  TurnBody(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.progress = new TurnProgress(nanoTime);
  }

  /** Writes the same JSON each time. */
  abstract void write(JsonOut out) throws IOException;

  /** Whether the engine was asked for usage although the caller did not ask. */
  boolean askForUsage() {
    return false;
  }

  /** What to do about a backend that does not have the route; empty if there is nothing to say. */
  String ifNoRoute() {
    return "";
  }

  final TurnProgress progress() {
    return progress;
  }

  /** Whether any byte of the body may have been sent. */
  final boolean sent() {
    return sends.get() > 0;
  }

  /** Notes that the engine has decided about the request: it must not be repeated. */
  final void answered() {
    answered = true;
  }

  @Override
  public final MediaType contentType() {
    return JSON;
  }

  @Override
  public final long contentLength() {
    if (length < 0) {
      length = count();
    }
    return length;
  }

  @Override
  public final boolean isOneShot() {
    int count = sends.get();
    return answered
        || count > 1
        || (count == 1 && nanoTime.getAsLong() - firstSentNanos > STALE_NANOS_MAX);
  }

  @Override
  public final void writeTo(BufferedSink sink) throws IOException {
    if (sends.get() == 0) {
      firstSentNanos = nanoTime.getAsLong();
    }
    sends.incrementAndGet();
    progress.enter(TurnProgress.Phase.SENDING);
    JsonScratch scratch = JsonScratch.borrow();
    JsonUtf8 out = new JsonUtf8(sink, scratch, progress);
    write(out);
    out.finish();
    scratch.giveBack(); // not if it failed: its cursor may still be on a segment of the sink
  }

  private long count() {
    JsonScratch scratch = JsonScratch.borrow();
    JsonLength out = new JsonLength(scratch.piece);
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("counting does no input or output", e);
    } finally {
      scratch.giveBack();
    }
    return out.bytes();
  }

  /** Writes where the engine shall put the request, if anybody said. */
  static void priority(JsonOut out, @Nullable Integer priority, boolean higherFirst)
      throws IOException {
    if (priority != null) {
      field(out, "priority", Integer.toString(higherFirst ? -priority : priority));
    }
  }

  /** Writes one more member of an object. */
  static void field(JsonOut out, String name, String json) throws IOException {
    out.verbatim(",").quoted(name).verbatim(":").verbatim(json);
  }
}
