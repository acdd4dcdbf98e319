package io.thunder;

import io.thunder.backend.BackendId;
import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.TurnOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A stream that ends its turn when it ends, and reports growth on the way. One that is lost without
 * being closed is cancelled when the garbage collector finds it, with a warning.
 */
final class TurnStream implements ChatStream {

  /** How many tokens are generated between two reports of growth, unless they come slowly. */
  private static final int PROGRESS_TOKENS = 32;

  private static final Logger LOG = System.getLogger("io.thunder");

  private final OpenTurn open;
  private final ChatStream source;
  private final TurnTicket turn;
  private final BackendId backend;
  private final EngineLoop loop;
  private boolean silent = true;
  private long generated;
  private long reported;
  private long reportedNanos;

  TurnStream(ChatStream source, TurnTicket turn, BackendId backend, EngineLoop loop) {
    this.open = new OpenTurn(this, "stream", turn, loop, /* stopped= */ true);
    this.source = source;
    this.turn = turn;
    this.backend = backend;
    this.loop = loop;
  }

  @Override
  public boolean hasNext() {
    try {
      boolean more = source.hasNext();
      if (!more) {
        end(TurnOutcome.SUCCEEDED);
      }
      return more;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  @Override
  public ChatChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream is at its end");
    }
    ChatChunk chunk;
    try {
      chunk = source.next();
    } catch (Throwable e) {
      throw broken(e);
    }
    count(chunk);
    return chunk;
  }

  private ThunderException broken(Throwable failure) {
    end(Failures.outcome(failure));
    ThunderException revocation = turn.revocation();
    return revocation != null ? revocation : Failures.known(backend, failure);
  }

  /**
   * An event counts for one token, be it of a text, of a tool call or of another choice; usage tells
   * exactly. Whatever it carries, it is a sign of life.
   */
  private void count(ChatChunk chunk) {
    Usage usage = chunk.usage();
    generated = usage == null ? generated + 1 : Math.max(generated, usage.completionTokens());
    boolean grown = reported == 0 ? generated > 0 : generated - reported >= PROGRESS_TOKENS;
    long now = loop.nanoTime();
    if (silent || grown || now - reportedNanos >= loop.signNanos()) {
      silent = false;
      reported = generated;
      reportedNanos = now;
      loop.submit(new Command.TurnProgressed(turn, generated));
    }
  }

  @Override
  public @Nullable Usage usage() {
    return source.usage();
  }

  @Override
  public void close() {
    end(TurnOutcome.CANCELLED); // before a reader sees the end that closing brings about
    source.close();
  }

  private void end(TurnOutcome outcome) {
    open.end(outcome, this::counted);
  }

  /** What the engine counted, or null; a source that fails at this must not leave its turn open. */
  private @Nullable Usage counted() {
    try {
      return source.usage();
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "the usage of turn " + turn.id() + " cannot be read", e);
      return null;
    }
  }
}
