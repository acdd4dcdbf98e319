package io.thunder.internal;

import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A journal applied again to a new engine, by one thread, with turns of its own. */
final class SequentialReplay implements EngineOutput {

  final List<ThunderEvent> events = new ArrayList<>();
  private final Map<TurnTicket, TurnTicket> copies = new HashMap<>();
  private final Engine engine;

  SequentialReplay(ConcurrentRun run) {
    engine = new Engine(run.policy, run.limits, this);
    for (JournalEntry entry : run.journal) {
      engine.apply(withCopies(entry.command()), entry.nowNanos());
    }
  }

  List<String> picture() {
    return EnginePicture.of(engine);
  }

  /** How a turn came out here. */
  String outcomeOf(TurnTicket original) {
    return outcome(copies.get(original));
  }

  /** How a turn came out. */
  static String outcome(TurnTicket turn) {
    return turn.admittedTo() + ", " + turn.refusal() + ", " + turn.revocation() + ", " + turn.stage;
  }

  private Command withCopies(Command command) {
    if (command instanceof Command.TurnArrived arrived) {
      return new Command.TurnArrived(copy(arrived.turn()));
    }
    if (command instanceof Command.TurnProgressed progressed) {
      return new Command.TurnProgressed(copy(progressed.turn()), progressed.generatedTokens());
    }
    if (command instanceof Command.TurnFinished finished) {
      return new Command.TurnFinished(copy(finished.turn()), finished.outcome(), finished.usage());
    }
    if (command instanceof Command.TurnWithdrawn withdrawn) {
      return new Command.TurnWithdrawn(
          copy(withdrawn.turn()), withdrawn.reason(), withdrawn.evenIfRunning());
    }
    return command;
  }

  private TurnTicket copy(TurnTicket turn) {
    return copies.computeIfAbsent(turn, original -> {
      TurnTicket copy = new TurnTicket(
          original.id(),
          original.programId(),
          original.model(),
          original.promptChars(),
          original.givenPromptTokens(),
          original.maxTokens(),
          original.prefixes(),
          original.parent());
      copy.failedOn = original.failedOn;
      return copy;
    });
  }

  @Override
  public void decided(TurnTicket turn) {}

  @Override
  public void revoked(TurnTicket turn, ThunderException reason) {
    turn.revoke(reason);
  }

  @Override
  public void ended(ProgramEntry program) {}

  @Override
  public boolean isListening() {
    return true;
  }

  @Override
  public void event(ThunderEvent event) {
    events.add(event);
  }
}
