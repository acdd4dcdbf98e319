package io.thunder.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Keeps tasks until the world runs them: in order, in any order, at once, or not at all. */
final class SimExecutor implements Executor {

  /** When tasks run. */
  enum Kind {
    IN_ORDER,
    ANY_ORDER,
    AT_ONCE,
    REFUSING
  }

  private final World world;
  private final Kind kind;
  private final List<Runnable> ready = new ArrayList<>();

  SimExecutor(World world, Kind kind) {
    this.world = world;
    this.kind = kind;
  }

  @Override
  public void execute(Runnable task) {
    if (kind == Kind.AT_ONCE) {
      task.run();
      return;
    }
    if (kind == Kind.REFUSING && world.strikes(Fault.EXECUTOR_REFUSED, 4)) {
      throw new RejectedExecutionException("no thread is free");
    }
    if (kind == Kind.REFUSING && world.strikes(Fault.EXECUTOR_FAILED, 4)) {
      if (world.dice.coin()) {
        ready.add(task); // and yet it fails
      }
      throw new OutOfMemoryError("unable to create a thread");
    }
    ready.add(task);
  }

  /** Whether no task runs inside a call of the client, which would then take as long as the task. */
  boolean keepsTasks() {
    return kind == Kind.IN_ORDER || kind == Kind.ANY_ORDER;
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  void runNext() {
    int index = kind == Kind.ANY_ORDER ? world.dice.below(ready.size()) : 0;
    ready.remove(index).run();
  }
}
