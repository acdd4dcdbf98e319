package io.thunder.examples.soak.check;

import java.time.Duration;

/**
 * How long things may take, on the machine's clock.
 *
 * @param read silence of an answer
 * @param turn one exchange with an engine
 * @param admission the wait of a turn for room
 * @param idle after which an abandoned program expires
 * @param unavailable the wait of a turn while no engine is up
 * @param probe between two probes, and for each
 * @param quiet after which nothing is kept any more that no turn uses: idle connections and threads
 *     of {@code OkHttpTransport}, idle programs
 * @param slack what everything may be late because the machine is busy
 */
public record Timings(
    Duration read,
    Duration turn,
    Duration admission,
    Duration idle,
    Duration unavailable,
    Duration probe,
    Duration quiet,
    Duration slack) {

  /** How often the client sends a turn at most. */
  public static final int ATTEMPTS = 3;

  /** For thousands of programs. */
  public static final Timings DEFAULT = new Timings(
      Duration.ofSeconds(10),
      Duration.ofSeconds(15),
      Duration.ofSeconds(20),
      Duration.ofSeconds(20),
      Duration.ofSeconds(5),
      Duration.ofSeconds(1),
      Duration.ofSeconds(70), // threads are kept for 60 s
      Duration.ofSeconds(15));

  /**
   * When a turn without an outcome hangs: no turn may wait for longer than for all its attempts, each
   * with its wait for room.
   *
   * @return the bound
   */
  public Duration hung() {
    return turn.plus(admission).multipliedBy(ATTEMPTS).plus(slack);
  }

  /**
   * When an abandoned program is leaked.
   *
   * @return the bound
   */
  public Duration leaked() {
    return idle.plus(slack);
  }
}
