package io.thunder.simulation;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import java.util.NoSuchElementException;

/** An answer in pieces, between which the world goes on; it may break. */
final class SimStream implements ChatStream {

  private static final ChatChunk CHUNK = new ChatChunk("x", "", null, null, "{}");

  private final World world;
  private final SimTurn turn;
  private final ChatResponse answer;
  private int chunks;
  private boolean closed;

  SimStream(World world, SimTurn turn, ChatResponse answer) {
    this.world = world;
    this.turn = turn;
    this.answer = answer;
    this.chunks = world.dice.below(6);
  }

  @Override
  public boolean hasNext() {
    if (world.dice.oneIn(4)) {
      world.goOn(1);
    }
    if (world.strikes(Fault.ERROR_AFTER_FIRST_BYTE, 12)) {
      turn.error = world.dice.coin()
          ? new BackendFailedException("the stream broke", 200, null)
          : new IllegalStateException("unforeseen");
      throw (RuntimeException) turn.error;
    }
    return chunks > 0 && !closed;
  }

  @Override
  public ChatChunk next() {
    if (chunks-- <= 0) {
      throw new NoSuchElementException();
    }
    return CHUNK;
  }

  @Override
  public Usage usage() {
    return chunks > 0 ? null : answer.usage();
  }

  @Override
  public void close() {
    closed = true;
  }
}
