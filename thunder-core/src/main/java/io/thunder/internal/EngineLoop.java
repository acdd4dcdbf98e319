package io.thunder.internal;

import io.thunder.error.LeaseExpiredException;
import io.thunder.error.SchedulerFailedException;
import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;
import io.thunder.scheduling.SchedulingPolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes many threads one writer. A thread puts its command into a bounded queue and then, if nobody
 * drains the queue at that moment, drains it itself; otherwise whoever does takes the command along.
 * An uncontended command therefore costs no thread switch. Decisions are delivered after the engine
 * was let go: of user code only the clock and the log's handlers run inside.
 *
 * <p>No command is left behind: a thread that lets the engine go looks at the queue once more, and a
 * thread that could not take the engine has put its command there before it tried.
 */
public final class EngineLoop {

  private static final Logger LOG = System.getLogger("io.thunder");

  private static final int QUEUE_CAPACITY = 1 << 16;

  /** Commands applied before decisions are delivered, so that a long queue does not hold them up. */
  private static final int BATCH_MAX = 256;

  private static final long SIGN_MAX_NANOS = 1_000_000_000L;
  private static final long SIGNS_PER_LEASE = 16;

  private static final Object[] NOTHING = {};

  private final Queue<Command> commands;
  private final AtomicBoolean held = new AtomicBoolean();
  private final LongSupplier nanoTime;
  private final long signNanos;
  private final Engine engine;
  private final Consumer<ProgramEntry> onEnded;
  private final @Nullable EventSink events;
  private final WeakReference<EngineLoop> reference = new WeakReference<>(this);

  /**
   * What is to be done outside, in order: a {@link TurnTicket} whose caller is to be told, or a {@link
   * Runnable}. Touched by the holder only.
   */
  private final ArrayDeque<Object> outbox = new ArrayDeque<>();

  /**
   * Creates a loop around a new engine.
   *
   * @param policy the engine's policy
   * @param limits the engine's bounds
   * @param nanoTime the clock
   * @param onEnded hears of programs that are over; called inside, must only hand on
   * @param events takes every event, in order, or null if nobody listens
   */
  public EngineLoop(
      SchedulingPolicy policy,
      EngineLimits limits,
      LongSupplier nanoTime,
      Consumer<ProgramEntry> onEnded,
      @Nullable EventSink events) {
    this(policy, limits, nanoTime, onEnded, events, QUEUE_CAPACITY);
  }

  /** For tests, which fill a short queue. */
  EngineLoop(
      SchedulingPolicy policy,
      EngineLimits limits,
      LongSupplier nanoTime,
      Consumer<ProgramEntry> onEnded,
      @Nullable EventSink events,
      int queueCapacity) {
    this.commands = new MpscAtomicArrayQueue<>(queueCapacity);
    this.nanoTime = nanoTime;
    this.signNanos = limits.leaseNanos() > 0
        ? Math.min(SIGN_MAX_NANOS, limits.leaseNanos() / SIGNS_PER_LEASE)
        : Long.MAX_VALUE;
    this.onEnded = onEnded;
    this.events = events;
    this.engine = new Engine(policy, limits, new Outbox());
  }

  /**
   * Has a command applied, by this thread or by the one that is at it. It has been applied when this
   * returns, unless another thread is at it.
   *
   * @param command what happens
   */
  public void submit(Command command) {
    while (!commands.offer(command)) {
      drain();
      Thread.onSpinWait();
    }
    drain();
  }

  /**
   * Looks at the engine; waits until that is done, and fails with what it fails with.
   *
   * @param look what to do, inside; must not keep what it sees
   * @return what it returned
   * @param <T> what it returns
   */
  public <T> T inspect(Function<Engine, T> look) {
    CompletableFuture<T> seen = new CompletableFuture<>();
    submit(new Command.Inspected(held -> {
      try {
        seen.complete(look.apply(held));
      } catch (Throwable e) {
        seen.completeExceptionally(e);
      }
    }));
    return seen.join();
  }

  /**
   * For what outlives a client, and must not keep it.
   *
   * @return this, as long as others use it
   */
  public WeakReference<EngineLoop> reference() {
    return reference;
  }

  /**
   * The clock that commands are stamped by.
   *
   * @return nanoseconds
   */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /**
   * How often a turn that shows signs of life is to be heard of, so that it is not taken for lost: a
   * small part of the lease timeout.
   *
   * @return nanoseconds, the largest number there is if no turn is ever taken for lost
   */
  public long signNanos() {
    return signNanos;
  }

  /**
   * Has something done once the engine was let go. To be called inside only: by an inspection, or by
   * who hears of programs that are over.
   *
   * @param action what to do
   */
  public void afterwards(Runnable action) {
    outbox.add(action);
  }

  private void drain() {
    while (!commands.isEmpty() && held.compareAndSet(false, true)) {
      Object only;
      Object[] batch;
      try {
        for (int i = 0; i < BATCH_MAX; i++) {
          Command command = commands.poll();
          if (command == null) {
            break;
          }
          apply(command);
        }
        batch = outbox.size() > 1 ? outbox.toArray() : NOTHING;
        only = batch.length == 0 ? outbox.poll() : null;
        outbox.clear();
      } finally {
        held.set(false);
      }
      deliver(only, batch);
    }
  }

  /** Delivers one decision, as there is as a rule and without an array for it, or several. */
  private void deliver(@Nullable Object only, Object[] batch) {
    if (only == null && batch.length == 0 && events == null) {
      return;
    }
    Deliveries deliveries = Deliveries.ofThread();
    if (only != null) {
      deliveries.deliver(only);
    }
    for (Object item : batch) {
      deliveries.deliver(item);
    }
    if (events != null) {
      deliveries.deliver(events);
    }
  }

  /** A clock that fails stands still: what has happened must not be lost for it. */
  private long now() {
    try {
      return nanoTime.getAsLong();
    } catch (Throwable e) {
      QuietLog.log(Level.ERROR, "the clock failed", e);
      return engine.nowNanos();
    }
  }

  private void apply(Command command) {
    try {
      engine.apply(command, now());
    } catch (Throwable e) {
      if (command instanceof Command.TurnArrived arrived && !arrived.turn().isDecided()) {
        arrived.turn().refuse(new SchedulerFailedException("the scheduler failed", e));
        outbox.add(arrived.turn());
      }
      String what = "the scheduler failed at " + command.getClass().getSimpleName();
      QuietLog.log(Level.ERROR, what, e);
    }
  }

  /** Collects decisions while the engine is held. */
  private final class Outbox implements EngineOutput {

    @Override
    public void decided(TurnTicket turn) {
      outbox.add(turn);
    }

    @Override
    public void revoked(TurnTicket turn, ThunderException reason) {
      turn.revoke(reason);
      outbox.add(turn);
      if (reason instanceof LeaseExpiredException) { // somebody leaks leases, and should know
        outbox.add((Runnable) () -> LOG.log(Level.WARNING, reason.getMessage()));
      }
    }

    @Override
    public void ended(ProgramEntry program) {
      onEnded.accept(program);
    }

    /** Who forgets to release programs should find out why what they own was closed. */
    @Override
    public void expired(int programs, ProgramEntry one, long idleNanos) {
      String what = programs + " programs without a turn were taken for dead, such as " + one.id()
          + " after " + idleNanos / 1_000_000_000 + " s";
      outbox.add((Runnable) () -> LOG.log(Level.INFO, what));
    }

    @Override
    public boolean isListening() {
      return events != null;
    }

    @Override
    public void event(ThunderEvent event) {
      if (events != null) {
        events.add(event);
      }
    }
  }
}
