package io.thunder.okhttp.internal;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The body of one turn, written straight from the messages: a 400 KB prompt is never copied as a
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
final class ChatBody extends RequestBody {

  /** How long after sending a broken connection still counts as stale. */
  static final long STALE_NANOS_MAX = 1_000_000_000;

  private static final MediaType JSON = MediaType.get("application/json");

  private final ChatRequest request;
  private final boolean streamed;
  private final boolean askForUsage;
  private final LongSupplier nanoTime;
  private final long length;

  /** How often the body was begun. */
  private final AtomicInteger sends = new AtomicInteger();

  private volatile long firstSentNanos;
  private volatile boolean answered;

  ChatBody(ChatRequest request, boolean streamed, LongSupplier nanoTime) {
    this.request = request;
    this.streamed = streamed;
    this.nanoTime = nanoTime;
    this.askForUsage = streamed && !StreamOptions.decidedByCaller(request);
    this.length = count();
  }

  /** Whether the engine was asked for usage although the caller did not ask. */
  boolean askForUsage() {
    return askForUsage;
  }

  /** Whether any byte of the body may have been sent. */
  boolean sent() {
    return sends.get() > 0;
  }

  /** Notes that the engine has decided about the request: it must not be repeated. */
  void answered() {
    answered = true;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public boolean isOneShot() {
    int count = sends.get();
    return answered
        || count > 1
        || (count == 1 && nanoTime.getAsLong() - firstSentNanos > STALE_NANOS_MAX);
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (sends.get() == 0) {
      firstSentNanos = nanoTime.getAsLong();
    }
    sends.incrementAndGet();
    JsonScratch scratch = JsonScratch.borrow();
    try {
      JsonUtf8 out = new JsonUtf8(sink, scratch);
      write(out);
      out.finish();
    } finally {
      scratch.giveBack();
    }
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

  private void write(JsonOut out) throws IOException {
    out.verbatim("{");
    String model = request.model();
    if (model != null) {
      out.verbatim("\"model\":").quoted(model).verbatim(",");
    }
    out.verbatim("\"messages\":[");
    String separator = "";
    for (ChatMessage message : request.messages()) {
      out.verbatim(separator);
      message(out, message);
      separator = ",";
    }
    out.verbatim("]");
    for (Map.Entry<String, JsonText> field : request.fields().entrySet()) {
      boolean options = askForUsage && field.getKey().equals(StreamOptions.FIELD);
      JsonText value = field.getValue();
      field(out, field.getKey(), options ? StreamOptions.withUsage(value) : value.text());
    }
    if (streamed) {
      out.verbatim(",\"stream\":true");
    }
    if (askForUsage && !request.fields().containsKey(StreamOptions.FIELD)) {
      field(out, StreamOptions.FIELD, StreamOptions.withUsage(null));
    }
    out.verbatim("}");
  }

  private static void message(JsonOut out, ChatMessage message) throws IOException {
    out.verbatim("{\"role\":").quoted(message.role());
    @Nullable String content = message.content();
    if (content != null) {
      out.verbatim(",\"content\":").quoted(content);
    }
    for (Map.Entry<String, JsonText> field : message.fields().entrySet()) {
      field(out, field.getKey(), field.getValue().text());
    }
    out.verbatim("}");
  }

  private static void field(JsonOut out, String name, String json) throws IOException {
    out.verbatim(",").quoted(name).verbatim(":").verbatim(json);
  }
}
