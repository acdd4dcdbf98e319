package io.thunder.chat;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer: chunks as they arrive. Used by one thread at a time, and always closed; a
 * stream that is closed before its end cancels the turn, and the engine stops computing.
 *
 * <p>{@link #hasNext()} blocks until a chunk is there or the stream has ended, and throws a {@link
 * io.thunder.error.ThunderException} if the stream breaks. {@link #close()} may be called by any
 * thread.
 */
public interface ChatStream extends Iterator<ChatChunk>, AutoCloseable {

  /**
   * The token counts seen so far.
   *
   * @return the last usage that the engine sent, or null if it sent none yet
   */
  @Nullable
  Usage usage();

  /** Ends the stream, cancelling what still runs. Idempotent. */
  @Override
  void close();
}
