package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.VirtualTime;
import io.thunder.examples.simulator.lab.LabProgram;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives up programs that nothing has been heard of for ten minutes after an answer, Dynamo's
 * default: not every program says that it has ended.
 */
final class IdleExpiry {

  private static final long IDLE_MAX_NANOS = Duration.ofMinutes(10).toNanos();

  private final VirtualTime time;
  private final Consumer<LabProgram> expired;
  private final Map<LabProgram, VirtualTime.Task> pending = new HashMap<>();

  IdleExpiry(VirtualTime time, Consumer<LabProgram> expired) {
    this.time = time;
    this.expired = expired;
  }

  /** Starts the clock: the program has been answered. */
  void start(LabProgram program) {
    pending.put(program, time.schedule(IDLE_MAX_NANOS, () -> expire(program)));
  }

  /** Stops the clock: the program has been heard of. */
  void stop(LabProgram program) {
    VirtualTime.Task task = pending.remove(program);
    if (task != null) {
      task.cancel();
    }
  }

  private void expire(LabProgram program) {
    pending.remove(program);
    expired.accept(program);
  }
}
