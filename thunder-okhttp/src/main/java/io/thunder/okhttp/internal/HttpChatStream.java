package io.thunder.okhttp.internal;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer, pulled from the connection by the thread that iterates. Okio's sources are not
 * thread-safe, so a thread that closes the stream while another reads only cancels the call: the
 * reader then gets an exception, and releases the response.
 */
final class HttpChatStream implements ChatStream {

  private enum Phase {
    /** Open, and nobody reads. */
    IDLE,
    /** A thread reads. */
    READING,
    /** Closed while a thread read, which has yet to notice. */
    CLOSING,
    /** Closed and released. */
    CLOSED
  }

  private final Turn turn;
  private final Response response;
  private final StreamServices services;
  private final ChunkReader chunks;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);

  // Used by the iterating thread only.
  private @Nullable ChatChunk next;
  private @Nullable ThunderException failure;
  private boolean ended;

  HttpChatStream(Turn turn, Response response, StreamServices services, ChunkReader chunks) {
    this.turn = turn;
    this.response = response;
    this.services = services;
    this.chunks = chunks;
    turn.progress().rest();
  }

  /**
   * Waits for the first chunk, so that a failure before it is one of sending the turn, which may be
   * sent elsewhere: engines send the headers before they compute.
   */
  void awaitFirst() {
    boolean unused = hasNext();
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      pull();
    }
    return next != null;
  }

  @Override
  public ChatChunk next() {
    ChatChunk chunk = hasNext() ? next : null;
    if (chunk == null) {
      throw new NoSuchElementException("the stream has ended");
    }
    next = null;
    return chunk;
  }

  @Override
  public @Nullable Usage usage() {
    return chunks.usage();
  }

  @Override
  public void close() {
    if (phase.compareAndSet(Phase.IDLE, Phase.CLOSED)) {
      release(/* cancel= */ true);
    } else if (phase.compareAndSet(Phase.READING, Phase.CLOSING)) {
      turn.call().cancel();
    }
  }

  private void pull() {
    if (failure != null) {
      throw failure;
    }
    if (!phase.compareAndSet(Phase.IDLE, Phase.READING)) {
      failure = closedByCaller();
      throw failure;
    }
    turn.waiter(Thread.currentThread());
    turn.progress().enter(TurnProgress.Phase.RECEIVING);
    try {
      next = chunks.next();
      ended = next == null;
    } catch (IOException e) {
      failed(e);
    } catch (ThunderException e) {
      failure = e;
    } finally {
      turn.waiter(null);
      turn.progress().rest();
      readEnded();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void failed(IOException e) {
    if (phase.get() == Phase.CLOSING) {
      failure = closedByCaller();
      return;
    }
    ThunderException mapped = services.failures().ofStream(turn, e, chunks.isBegun());
    boolean stopped = mapped instanceof TurnCancelledException || Failures.tookTooLong(turn, e);
    if (chunks.isAnswerComplete() && !stopped && !(e instanceof TooLargeException)) {
      // Whole but for the farewell: some engines close without [DONE] after the last choice ended.
      ended = true;
    } else {
      failure = mapped;
    }
  }

  private void readEnded() {
    boolean over = ended || failure != null;
    Phase after = over ? Phase.CLOSED : Phase.IDLE;
    if (!phase.compareAndSet(Phase.READING, after)) {
      phase.set(Phase.CLOSED);
      release(/* cancel= */ true);
    } else if (over) {
      // Without cancelling a good end: OkHttp reads the last bytes and keeps the connection.
      release(/* cancel= */ failure != null);
    }
  }

  private void release(boolean cancel) {
    if (cancel) {
      turn.call().cancel();
    }
    response.close();
    services.turns().end(turn);
  }

  private TurnCancelledException closedByCaller() {
    return new TurnCancelledException(
        "the stream from backend " + turn.backend().id() + " was closed before its end");
  }
}
