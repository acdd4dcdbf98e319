package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.error.ThunderException;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that changes the engine, as data. */
public sealed interface Command {

  /**
   * Applies this command.
   *
   * @param engine the engine
   * @param nowNanos the time it happens at
   */
  void applyTo(Engine engine, long nowNanos);

  /**
   * A turn arrived.
   *
   * @param turn the turn
   */
  record TurnArrived(TurnTicket turn) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.arrive(turn, nowNanos);
    }
  }

  /**
   * A turn in flight has generated tokens.
   *
   * @param turn the turn
   * @param generatedTokens so many since it began
   */
  record TurnProgressed(TurnTicket turn, long generatedTokens) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.progress(turn, generatedTokens, nowNanos);
    }
  }

  /**
   * A turn in flight ended. Ignored if it had ended before.
   *
   * @param turn the turn
   * @param outcome how
   * @param usage the engine's counts, or null if unknown
   */
  record TurnFinished(
      TurnTicket turn, TurnOutcome outcome, @Nullable Usage usage) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.finish(turn, outcome, usage, nowNanos);
    }
  }

  /**
   * A caller no longer waits for a turn.
   *
   * @param turn the turn
   * @param reason what a waiting turn is refused with
   * @param evenIfRunning whether a turn that was admitted meanwhile ends as cancelled, or runs on
   */
  record TurnWithdrawn(TurnTicket turn, ThunderException reason, boolean evenIfRunning)
      implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.withdraw(turn, reason, evenIfRunning, nowNanos);
    }
  }

  /**
   * A program is over. Ignored if there is none of that id.
   *
   * @param program which
   * @param reason why
   */
  record ProgramReleased(ProgramId program, EndReason reason) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.release(program, reason, nowNanos);
    }
  }

  /**
   * A backend joins. Ignored if its id is taken.
   *
   * @param backend which
   */
  record BackendAdded(Backend backend) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.addBackend(backend, nowNanos);
    }
  }

  /**
   * A backend goes: turns in flight may end there, its programs move elsewhere.
   *
   * @param backend which
   */
  record BackendRemoved(BackendId backend) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.removeBackends(List.of(backend), nowNanos);
    }
  }

  /**
   * A source said which backends there are now.
   *
   * @param own those that are there because of it
   * @param listed what it said, each id once
   */
  record BackendsListed(ListedBackends own, List<Backend> listed) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      own.follow(engine, listed, nowNanos);
    }
  }

  /**
   * A probe was answered.
   *
   * @param backend which
   * @param reading what it read
   */
  record BackendObserved(BackendId backend, BackendReading reading) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.observe(backend, reading, nowNanos);
    }
  }

  /**
   * What a backend had cached is gone: somebody has reset its cache.
   *
   * @param backend which
   */
  record CacheLost(BackendId backend) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.cacheLost(backend, nowNanos);
    }
  }

  /**
   * A probe, or a turn, found a backend unreachable.
   *
   * @param backend which
   * @param reason what happened
   */
  record BackendUnreachable(BackendId backend, String reason) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.unreachable(backend, reason, nowNanos);
    }
  }

  /**
   * A turn found a backend overloaded.
   *
   * @param backend which
   * @param reason what happened
   * @param retryAfterNanos for how long it asked to be left alone, 0 if it did not
   * @param failedBefore which backend had failed the turn before, or null if it was sent only once
   */
  record BackendOverloaded(
      BackendId backend,
      String reason,
      long retryAfterNanos,
      @Nullable BackendId failedBefore) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.overloaded(this, nowNanos);
    }
  }

  /** Time has passed. */
  record Tick() implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.tick(nowNanos);
    }
  }

  /**
   * Somebody looks at the engine, and may begin a program, while nothing else changes.
   *
   * @param look what to do; must not keep what it sees
   */
  record Inspected(Consumer<Engine> look) implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      look.accept(engine);
    }
  }

  /** The client was closed: every turn is refused from now on, every program ends. */
  record Closed() implements Command {
    @Override
    public void applyTo(Engine engine, long nowNanos) {
      engine.close(nowNanos);
    }
  }
}
