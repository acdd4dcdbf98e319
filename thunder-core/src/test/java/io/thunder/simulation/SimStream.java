package io.thunder.simulation;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import io.thunder.error.TurnCancelledException;
import java.util.NoSuchElementException;

/**
 * An answer in pieces, between which the world goes on; it may break before a piece, at one, or at
 * its end. Cancelling the turn breaks it, too.
 */
final class SimStream implements ChatStream {

  /** A piece of text, of reasoning, of a tool call, and one with a count. */
  private static final ChatChunk[] CHUNKS = {
    new ChatChunk("x", "", null, null, "{}"),
    new ChatChunk("", "x", null, null, "{}"),
    new ChatChunk("", "", null, null, "{}"),
    new ChatChunk("", "", null, new Usage(1, 0, null), "{}")
  };

  private final World world;
  private final SimTurn turn;
  private final ChatResponse answer;
  private final long releasesBefore;
  private int chunks;
  private boolean closed;
  private boolean cancelled;

  SimStream(World world, SimTurn turn, ChatResponse answer) {
    this.world = world;
    this.turn = turn;
    this.answer = answer;
    this.releasesBefore = turn.program.releases;
    this.chunks = world.dice.below(6);
  }

  /** The client no longer wants the answer. */
  void cancelled() {
    if (!turn.mayBeStopped()) {
      throw world.failure("the stream of turn " + turn.number + " is stopped without reason");
    }
    cancelled = true;
  }

  @Override
  public boolean hasNext() {
    if (world.dice.oneIn(4)) {
      world.goOn(1 + world.dice.below(6));
    }
    if (turn.program.releases > releasesBefore && !cancelled && !closed) {
      throw world.failure("the stream of turn " + turn.number + " survives its program");
    }
    if (cancelled) {
      world.journal.count(Fault.STREAM_STOPPED);
      throw breakWith(new TurnCancelledException("cancelled"));
    }
    mayBreak();
    return chunks > 0 && !closed;
  }

  @Override
  public ChatChunk next() {
    if (chunks-- <= 0) {
      throw new NoSuchElementException();
    }
    mayBreak();
    turn.heard();
    return world.dice.any(CHUNKS);
  }

  private void mayBreak() {
    if (world.strikes(Fault.STREAM_BROKE, 12)) {
      throw breakWith(
          switch (world.dice.below(4)) {
            case 0 -> turn.call.backend.refusal();
            case 1 -> new BackendFailedException("the stream broke", 200, null);
            case 2 -> new TurnCancelledException("interrupted");
            default -> new IllegalStateException("unforeseen");
          });
    }
  }

  private RuntimeException breakWith(RuntimeException error) {
    turn.error = error;
    return error;
  }

  @Override
  public Usage usage() {
    if (world.strikes(Fault.STREAM_USAGE_THROWN, 4)) {
      throw Undeclared.failure(world, "unforeseen");
    }
    return chunks > 0 ? null : answer.usage();
  }

  @Override
  public void close() {
    closed = true;
    if (world.strikes(Fault.STREAM_FAILED_TO_CLOSE, 4)) {
      throw new IllegalStateException("cannot be closed");
    }
  }
}
