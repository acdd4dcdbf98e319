package io.thunder.okhttp.internal;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of events and knows when a streamed answer is complete: at {@code [DONE]}, or at the
 * end of the stream if the first choice has ended by then. Anything else at the end is a failure, so
 * that half an answer is never taken for a whole one. Not thread-safe.
 */
final class ChunkReader {

  private static final String DONE = "[DONE]";

  private final SseReader events;
  private final Turn turn;
  private final Answers answers;

  private @Nullable Usage usage;
  private boolean anyChunk;
  private boolean finished;

  ChunkReader(SseReader events, Turn turn, Answers answers) {
    this.events = events;
    this.turn = turn;
    this.answers = answers;
  }

  /**
   * The next chunk.
   *
   * @return the chunk, or null at the end of the answer
   * @throws MalformedException if the stream is cut or is not what the protocol says
   * @throws EOFException if it is empty
   * @throws ThunderException if the engine reports an error
   */
  @Nullable
  ChatChunk next() throws IOException {
    while (true) {
      String data = events.next();
      if (data == null && !anyChunk) {
        throw new EOFException("the stream ended before its first event");
      }
      if (data == null && !finished) {
        throw new MalformedException("the stream was cut: no finish_reason and no [DONE]");
      }
      if (data == null || data.equals(DONE)) {
        return null;
      }
      ChatChunk chunk = chunk(data);
      if (chunk != null) {
        return chunk;
      }
    }
  }

  /** The last usage seen: engines that send it with every chunk count up. */
  @Nullable
  Usage usage() {
    return usage;
  }

  /** Whether anything of the answer came. */
  boolean isBegun() {
    return anyChunk;
  }

  /** Whether the first choice has ended. */
  boolean isAnswerComplete() {
    return finished;
  }

  /** The event as a chunk, or null if it only answers a question that the caller did not ask. */
  private @Nullable ChatChunk chunk(String data) throws MalformedException {
    ChunkEvent event = parse(data);
    EngineError error = event.failure();
    if (error != null) {
      throw StatusMapper.ofGoodStatus(
          turn.backend().id(), turn.status(), answers.clean(turn, error), !anyChunk);
    }
    ChatChunk chunk = event.chunk();
    anyChunk = true;
    finished |= chunk.finishReason() != null;
    usage = chunk.usage() == null ? usage : chunk.usage();
    boolean unasked = chunk.usage() != null && turn.body().askForUsage() && event.hasNoChoice();
    return unasked ? null : chunk;
  }

  private ChunkEvent parse(String data) throws MalformedException {
    try {
      return ChunkEvent.parse(data);
    } catch (MalformedException e) {
      throw events.atEnd() ? new MalformedException("the stream was cut inside an event") : e;
    }
  }
}
