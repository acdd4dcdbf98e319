package io.thunder;

import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.SpaceTimeCosts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A consistent picture of a client at one moment. Immutable.
 *
 * @param nanoTime the moment, on the client's clock
 * @param policy the policy's name
 * @param backends the backends, in the order in which they were added
 * @param programs the programs that have not ended, in no particular order
 * @param waitingTurns turns that wait: in the pool, or for turns in flight of their program
 */
public record ThunderSnapshot(
    long nanoTime,
    String policy,
    List<BackendState> backends,
    List<ProgramView> programs,
    int waitingTurns) {

  /** Copies. */
  public ThunderSnapshot {
    backends = List.copyOf(backends);
    programs = List.copyOf(programs);
  }

  /**
   * Looks one program up.
   *
   * @param id the program's id
   * @return the program, or empty if there is none
   */
  public Optional<ProgramView> program(String id) {
    return programs.stream().filter(p -> p.id().value().equals(id)).findFirst();
  }

  /**
   * One backend, with its ledger.
   *
   * @param id the backend's name
   * @param health whether it may be given turns
   * @param capacityTokens the capacity that decisions use
   * @param capacityKnown whether it was configured or read, not assumed or learnt
   * @param reasoningTokens held by programs with turns in flight, growth included
   * @param actingTokens held by programs whose tools run
   * @param untrackedTokens held by others than this client's programs
   * @param heldTokens all that is held as decisions see it: what programs share counts once, what is
   *     held while tools run by the policy's weight
   * @param programs programs placed here
   * @param turnsInFlight turns being computed here
   * @param costs what its cache was spent on
   */
  public record BackendState(
      BackendId id,
      BackendHealth health,
      long capacityTokens,
      boolean capacityKnown,
      long reasoningTokens,
      long actingTokens,
      long untrackedTokens,
      long heldTokens,
      int programs,
      int turnsInFlight,
      SpaceTimeCosts costs) {}

  /**
   * One program.
   *
   * @param id the program's id
   * @param state its state
   * @param backend where it is placed, or null if it is paused
   * @param footprintTokens what it holds there, or would need if it were placed
   * @param turnsInFlight its turns being computed
   * @param turnsWaiting its turns in the pool, or that wait for those in flight to end, since their
   *     backend is not up
   * @param turnsEnded its turns that ended, whatever their outcome
   * @param costs what its cache was spent on
   */
  public record ProgramView(
      ProgramId id,
      ProgramState state,
      @Nullable BackendId backend,
      long footprintTokens,
      int turnsInFlight,
      int turnsWaiting,
      long turnsEnded,
      SpaceTimeCosts costs) {}
}
