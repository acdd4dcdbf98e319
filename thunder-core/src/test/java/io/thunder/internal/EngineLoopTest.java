package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.error.SchedulerFailedException;
import io.thunder.error.TurnCancelledException;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EngineLoopTest {

  private static final long BOUND_SECONDS = 30;

  private final List<String> ended = new ArrayList<>();
  private final AtomicBoolean clockBroken = new AtomicBoolean();
  private final EngineLoop loop = new EngineLoop(
      RecordedEngine.plain().build(),
      RecordedEngine.LIMITS,
      this::nanoTime,
      program -> ended.add(program.id().value()),
      /* events= */ null);

  /** Counts what is applied; touched by the holder only, so a plain field must do. */
  private int applied;

  private long nanoTime() {
    if (clockBroken.get()) {
      throw new OutOfMemoryError("a clock that fails");
    }
    return 1;
  }

  private void startBackend() {
    loop.submit(
        new Command.BackendAdded(Backend.vllm("http://b:1").withId("b").withCapacityTokens(1_600)));
    loop.submit(new Command.BackendObserved(new BackendId("b"), BackendReading.EMPTY));
  }

  private static TurnTicket turn(long id) {
    return new TurnTicket(id, new ProgramId("p"), "", 0, 160, 0, List.of(), /* parent= */ null);
  }

  private static List<Thread> start(int count, Runnable work) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(work, "test-submitter-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
      assertThat(thread.isAlive()).as("%s still runs", thread.getName()).isFalse();
    }
  }

  @Test
  void submit_manyThreads_appliesEveryCommandOneAtATime() throws InterruptedException {
    int each = 50_000;

    join(start(8, () -> {
      for (int i = 0; i < each; i++) {
        loop.submit(new Command.Inspected(engine -> applied++));
      }
    }));

    assertThat(applied).isEqualTo(8 * each);
  }

  @Test
  void submit_queueFull_waitsForRoomAndLosesNothing() throws InterruptedException {
    int many = 100_000; // more than the queue holds
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> holder = start(
        1,
        () -> loop.submit(new Command.Inspected(engine -> {
          inside.countDown();
          await(goOn);
        })));
    await(inside);
    AtomicInteger submitted = new AtomicInteger();
    List<Thread> submitter = start(1, () -> {
      for (int i = 0; i < many; i++) {
        loop.submit(new Command.Inspected(engine -> applied++));
        submitted.incrementAndGet();
      }
    });
    while (submitted.get() < 1 << 16) {
      Thread.onSpinWait();
    }

    goOn.countDown();
    join(submitter);
    join(holder);

    assertThat(applied).isEqualTo(many);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void submit_longQueue_deliversDecisionsBeforeItsEnd() {
    startBackend();
    TurnTicket turn = turn(1);
    AtomicInteger appliedWhenTold = new AtomicInteger(-1);
    turn.whenDecided(() -> appliedWhenTold.set(applied));

    loop.submit(new Command.Inspected(engine -> {
      loop.submit(new Command.TurnArrived(turn));
      for (int i = 0; i < 10_000; i++) {
        loop.submit(new Command.Inspected(same -> applied++));
      }
    }));

    assertThat(applied).isEqualTo(10_000);
    assertThat(appliedWhenTold.get()).isBetween(0, 1_000);
  }

  @Test
  void afterwards_action_runsOutsideTheEngine() {
    List<String> order = new ArrayList<>();
    loop.submit(new Command.Inspected(engine -> {
      loop.afterwards(() -> {
        loop.submit(new Command.Inspected(same -> order.add("applied from the action")));
        order.add("action over");
      });
      order.add("inspected");
    }));

    assertThat(order).containsExactly("inspected", "applied from the action", "action over");
  }

  @Test
  void afterwards_actionThatThrows_doesNotStopTheOthers() {
    List<String> order = new ArrayList<>();
    loop.submit(new Command.Inspected(engine -> {
      loop.afterwards(() -> {
        throw new AssertionError("thrown by an action");
      });
      loop.afterwards(() -> order.add("second"));
    }));

    assertThat(order).containsExactly("second");
  }

  @Test
  void submit_engineFails_refusesTheTurnAndGoesOn() {
    startBackend();
    TurnTicket first = turn(1).through(() -> {
      throw new OutOfMemoryError("a check that fails");
    });
    loop.submit(new Command.TurnArrived(first));
    TurnTicket second = turn(2);
    loop.submit(new Command.TurnArrived(second));

    assertThat(first.refusal()).isInstanceOf(SchedulerFailedException.class);
    assertThat(second.admittedTo()).isNotNull();
  }

  @Test
  @Timeout(60)
  void submit_logOfAFailureFails_losesNoCommand() {
    Logger logger = Logger.getLogger("io.thunder");
    Handler full = new FailingLog(Thread.currentThread());
    logger.addHandler(full);
    try {
      startBackend();
      clockBroken.set(true);

      loop.submit(new Command.Closed());

      assertThat(loop.<Boolean>inspect(Engine::isClosed)).isTrue();
    } finally {
      logger.removeHandler(full);
    }
  }

  /** Fails on one thread, so that tests beside this one can log. */
  private static final class FailingLog extends Handler {

    private final Thread thread;

    FailingLog(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void publish(LogRecord record) {
      if (Thread.currentThread().equals(thread)) {
        throw new IllegalStateException("the disk is full");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  @Timeout(60)
  void submit_clockFails_losesNoCommand() {
    startBackend();
    TurnTicket turn = turn(1);
    loop.submit(new Command.TurnArrived(turn));
    clockBroken.set(true);

    loop.submit(new Command.TurnFinished(turn, TurnOutcome.SUCCEEDED, new Usage(160, 0, null)));

    assertThat(
            loop.<Integer>inspect(engine -> engine.programs().iterator().next().turnsInFlight()))
        .isZero();
    loop.submit(new Command.Closed());
    assertThat(loop.<Boolean>inspect(Engine::isClosed)).isTrue();
  }

  @Test
  void submit_callbackThrowsWhatNoneHereMay_othersAreTold() {
    startBackend();
    TurnTicket revoked = turn(1);
    loop.submit(new Command.TurnArrived(revoked));
    revoked.whenRevoked(
        () -> EngineLoopTest.<RuntimeException>throwAny(new IOException("undeclared")));
    TurnTicket waiting = new TurnTicket(2, new ProgramId("q"), "", 0, 1_600, 0, List.of(), null);
    loop.submit(new Command.TurnArrived(waiting));
    AtomicInteger told = new AtomicInteger();
    waiting.whenDecided(told::incrementAndGet);

    loop.submit(new Command.Closed());

    assertThat(revoked.revocation()).isNotNull();
    assertThat(told).hasValue(1);
  }

  /** As Kotlin code can. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwAny(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void await_decidedByAnotherThread_isWoken() throws InterruptedException {
    startBackend();
    TurnTicket blocker = new TurnTicket(1, new ProgramId("q"), "", 0, 1_600, 0, List.of(), null);
    loop.submit(new Command.TurnArrived(blocker));
    List<TurnTicket> turns = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    AtomicInteger woken = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      TurnTicket turn = turn(2 + i);
      turns.add(turn);
      threads.addAll(start(1, () -> {
        loop.submit(new Command.TurnArrived(turn));
        if (turn.await()) {
          woken.incrementAndGet();
        }
      }));
    }

    loop.submit(new Command.ProgramReleased(new ProgramId("q"), EndReason.RELEASED));

    join(threads);
    assertThat(woken).hasValue(8);
    assertThat(turns).allMatch(turn -> turn.admittedTo() != null);
    assertThat(ended).containsExactly("q");
    assertThat(blocker.revocation()).isNotNull();
    assertThat(blocker.cancel().isCancelled()).isTrue();
  }

  @Test
  void await_interrupted_givesUpAndKeepsTheInterrupt() throws InterruptedException {
    TurnTicket turn = turn(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    List<Thread> threads = start(1, () -> {
      boolean decided = turn.await();
      interrupted.set(!decided && Thread.currentThread().isInterrupted());
    });

    threads.get(0).interrupt();

    join(threads);
    assertThat(interrupted).isTrue();
  }

  @Test
  void whenDecided_decidedBefore_runsOnceAtOnce() {
    TurnTicket turn = turn(1);
    turn.refuse(new TurnCancelledException("no"));
    AtomicInteger runs = new AtomicInteger();

    turn.whenDecided(runs::incrementAndGet);
    turn.wake();

    assertThat(runs).hasValue(1);
  }
}
