package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineListener;
import io.thunder.examples.simulator.EngineRequest;
import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.InferenceEngine;
import io.thunder.examples.simulator.RequestReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Runs an {@link InferenceEngine} on a thread of its own at a multiple of real time.
 *
 * <p>The model, and the table of calls, belong to that thread. Others put commands into a queue,
 * which is read between two steps, as in a real engine. What happened to the calls in a step is
 * handed to the delivery executor in one piece.
 */
final class EngineLoop implements Runnable {

  private static final System.Logger LOG = System.getLogger(EngineLoop.class.getName());
  private static final long STOP_MILLIS = 5_000;

  private final InferenceEngine model;
  private final Pacer pacer;
  private final Executor delivery;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /** Requests that were submitted, and are neither complete nor aborted. */
  private final AtomicInteger requests = new AtomicInteger();

  private final Map<Long, EngineCall> calls = new HashMap<>();
  private final Set<EngineCall> changed = new LinkedHashSet<>();
  private final EngineListener listener = new Recorder();
  private boolean paused;

  private volatile EngineStats stats;
  private volatile boolean parked;
  private volatile boolean stopped;
  private volatile boolean dead;

  EngineLoop(InferenceEngine model, Pacer pacer, Executor delivery) {
    this.model = model;
    this.pacer = pacer;
    this.delivery = delivery;
    this.stats = model.stats();
    this.thread = new Thread(this, "engine-" + model.preset().name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread and waits for that; calls still in the engine hear nothing more. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void submit(EngineRequest request, EngineCall call) {
    requests.incrementAndGet();
    command(() -> {
      calls.put(request.id(), call);
      model.submit(request, listener, pacer.virtualNanos());
    });
    if (dead) {
      call.engineDied();
    }
  }

  /** Removes a request whose client has gone. */
  void abort(long id) {
    command(() -> {
      if (calls.remove(id) != null) {
        requests.decrementAndGet();
      }
      model.abort(id);
    });
  }

  /** A connection that breaks while it is written to must not keep the others waiting. */
  private static void deliver(EngineCall call) {
    try {
      call.deliver();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "an answer could not be delivered", e);
    }
  }

  /**
   * Computes nothing from the next step on, until it is resumed; requests that come wait.
   *
   * @param requeue whether those that run give up their memory, to be computed again
   * @param done runs on the delivery thread, once nothing is computed
   */
  void pause(boolean requeue, Runnable done) {
    command(() -> {
      paused = true;
      if (requeue) {
        model.requeue();
        stats = model.stats();
      }
      delivery.execute(done);
    });
  }

  /** Goes on computing, and says so on the delivery thread. */
  void resume(Runnable done) {
    command(() -> {
      paused = false;
      delivery.execute(done);
    });
  }

  /** Ends all requests with what they have so far; says on the delivery thread that they are told. */
  void endAll(Runnable done) {
    command(() -> {
      for (long id : List.copyOf(calls.keySet())) {
        RequestReport report = model.stop(id, pacer.virtualNanos());
        if (report != null) {
          listener.requestFinished(report);
        }
      }
      stats = model.stats();
      deliverChanged();
      delivery.execute(done);
    });
  }

  /**
   * Forgets all cached blocks, and says on the delivery thread whether that was possible.
   *
   * @param requeue whether requests that run give up their memory for it, to be computed again
   */
  void resetPrefixCache(boolean requeue, Consumer<Boolean> done) {
    command(() -> {
      if (requeue) {
        model.requeue();
      }
      boolean success = model.resetPrefixCache();
      stats = model.stats();
      delivery.execute(() -> done.accept(success));
    });
  }

  /** Returns how many requests it has, those included that it has not looked at yet. */
  int requests() {
    return requests.get();
  }

  /** Returns the engine's picture after its last step or command. */
  EngineStats stats() {
    return stats;
  }

  boolean isAlive() {
    return !dead;
  }

  private void command(Runnable command) {
    commands.add(command);
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    try {
      long virtualNanos = pacer.virtualNanos();
      while (!stopped) {
        drainCommands();
        long stepNanos = paused ? -1 : model.beginStep(virtualNanos);
        stats = model.stats();
        if (stepNanos < 0) {
          parkUntilCommand();
          virtualNanos = Math.max(virtualNanos, pacer.virtualNanos());
        } else {
          virtualNanos += stepNanos;
          step(stepNanos, virtualNanos);
        }
      }
    } catch (RuntimeException | Error e) {
      die(e);
    }
  }

  private void step(long stepNanos, long virtualEndNanos) {
    pacer.awaitStepEnd(stepNanos, virtualEndNanos, () -> stopped);
    model.endStep(virtualEndNanos);
    stats = model.stats();
    deliverChanged();
  }

  private void deliverChanged() {
    if (!changed.isEmpty()) {
      List<EngineCall> batch = new ArrayList<>(changed);
      changed.clear();
      delivery.execute(() -> batch.forEach(EngineLoop::deliver));
    }
  }

  private void drainCommands() {
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
  }

  private void parkUntilCommand() {
    parked = true;
    while (commands.isEmpty() && !stopped) {
      LockSupport.park(this);
    }
    parked = false;
  }

  private void die(Throwable cause) {
    LOG.log(System.Logger.Level.ERROR, "the engine died", cause);
    dead = true;
    List<EngineCall> all = new ArrayList<>(calls.values());
    delivery.execute(() -> all.forEach(EngineCall::engineDied));
  }

  /** Notes what a step did to the calls. */
  private final class Recorder implements EngineListener {

    @Override
    public void tokenGenerated(long id, int outputTokens, long nowNanos) {
      EngineCall call = calls.get(id);
      if (call != null && call.generated(outputTokens)) {
        changed.add(call);
      }
    }

    @Override
    public void requestFinished(RequestReport report) {
      EngineCall call = calls.remove(report.id());
      if (call != null) {
        requests.decrementAndGet();
        call.finished(report);
        changed.add(call);
      }
    }
  }
}
