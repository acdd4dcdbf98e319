package io.thunder.examples.soak.check;

import io.thunder.ThunderSnapshot;
import io.thunder.ThunderSnapshot.BackendState;
import io.thunder.ThunderSnapshot.ProgramView;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What is left in a client once all agents have ended and everything has had time to expire.
 *
 * @param programs programs
 * @param waitingTurns turns in the pool
 * @param turnsInFlight turns that count as running, such as those of leases that nobody ended
 * @param tokens held by programs, running or acting, on all backends
 * @param waitingTokens that paused programs would need
 */
public record Remains(
    int programs, int waitingTurns, int turnsInFlight, long tokens, long waitingTokens) {

  /**
   * What a picture shows.
   *
   * @param snapshot the picture
   * @return what is left
   */
  public static Remains of(ThunderSnapshot snapshot) {
    return new Remains(
        snapshot.programs().size(),
        snapshot.waitingTurns(),
        (int) sum(snapshot.backends(), BackendState::turnsInFlight),
        sum(snapshot.backends(), BackendState::reasoningTokens)
            + sum(snapshot.backends(), BackendState::actingTokens),
        sum(
            snapshot.programs().stream()
                .filter(program -> program.backend() == null)
                .toList(),
            ProgramView::footprintTokens));
  }

  private static <T> long sum(List<T> all, ToLongFunction<T> figure) {
    return all.stream().mapToLong(figure).sum();
  }

  /**
   * Whether nothing is left.
   *
   * @return true if all figures are 0
   */
  public boolean isNothing() {
    return programs == 0
        && waitingTurns == 0
        && turnsInFlight == 0
        && tokens == 0
        && waitingTokens == 0;
  }

  /**
   * Judges.
   *
   * @return one verdict per figure
   */
  public List<Verdict> verdicts() {
    return List.of(
        Verdict.none("programs left at the end", programs),
        Verdict.none("turns left waiting", waitingTurns),
        Verdict.none("leases and turns left in flight", turnsInFlight),
        Verdict.none("tokens left in ledgers", tokens),
        Verdict.none("tokens left waiting", waitingTokens));
  }
}
