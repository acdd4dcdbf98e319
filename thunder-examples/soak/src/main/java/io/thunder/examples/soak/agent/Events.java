package io.thunder.examples.soak.agent;

import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.examples.soak.fault.Tally;
import io.thunder.program.EndReason;
import io.thunder.program.TurnOutcome;
import java.util.Locale;

/** Counts what the scheduler does. Thread-safe. */
public final class Events implements ThunderListener {

  private final Tally tally = new Tally();
  private final Roster roster;

  /**
   * Creates a listener.
   *
   * @param roster forgets programs that expire
   */
  public Events(Roster roster) {
    this.roster = roster;
  }

  /**
   * What happened how often.
   *
   * @return the counts
   */
  public Tally tally() {
    return tally;
  }

  @Override
  public void onTurnQueued(ThunderEvent.TurnQueued event) {
    tally.count("turn queued");
  }

  @Override
  public void onTurnEnded(ThunderEvent.TurnEnded event) {
    if (event.outcome() == TurnOutcome.FAILED) {
      tally.count("attempt failed");
    }
  }

  @Override
  public void onProgramPaused(ThunderEvent.ProgramPaused event) {
    tally.count("program paused");
  }

  @Override
  public void onProgramResumed(ThunderEvent.ProgramResumed event) {
    tally.count("program resumed");
  }

  @Override
  public void onProgramEnded(ThunderEvent.ProgramEnded event) {
    tally.count("program " + event.reason().name().toLowerCase(Locale.ROOT));
    if (event.reason() == EndReason.EXPIRED) {
      roster.expired(event.program().value());
    }
  }

  @Override
  public void onBackendChanged(ThunderEvent.BackendChanged event) {
    tally.count("backend changed");
  }
}
