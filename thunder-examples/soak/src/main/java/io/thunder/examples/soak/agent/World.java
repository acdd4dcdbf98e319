package io.thunder.examples.soak.agent;

import io.thunder.ThunderClient;
import io.thunder.examples.replay.run.ScaledTime;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.soak.fault.FaultDice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What all agents share.
 *
 * @param client what they use
 * @param time engine time
 * @param speed how many seconds of it pass in a second
 * @param dice what they do wrong
 * @param programs what they do; used again and again
 * @param counters what they did
 * @param roster whose programs are whose
 * @param watch their open turns
 * @param threads for calls that block
 * @param executor where they run
 */
public record World(
    ThunderClient client,
    ScaledTime time,
    double speed,
    FaultDice dice,
    List<AgentProgram> programs,
    Counters counters,
    Roster roster,
    TurnWatch watch,
    BlockingThreads threads,
    Executor executor) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Runs something after seconds of the machine. */
  void after(double seconds, Runnable action) {
    time.schedule(
        Duration.ofNanos((long) (seconds * speed * NANOS_PER_SECOND)),
        () -> executor.execute(action));
  }
}
