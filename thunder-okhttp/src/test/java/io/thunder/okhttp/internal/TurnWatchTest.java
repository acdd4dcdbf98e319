package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TurnWatchTest {

  private static final Duration CONNECTING = Turns.SETTINGS.connectTimeout();
  private static final Duration SILENCE = Turns.SETTINGS.readTimeout();
  private static final Duration WHOLE = Turns.SETTINGS.turnTimeout();

  private final TurnsInFlight turns = new TurnsInFlight();
  private final List<Runnable> started = new ArrayList<>();
  private final Queue<Runnable> pauses = new ArrayDeque<>();
  private int pausesTaken;

  private OkHttpClient client = new OkHttpClient();
  private long now;

  /** No thread is started: tests run its work themselves. */
  private final TurnWatch watch = new TurnWatch(
      turns,
      new Patience(Turns.SETTINGS),
      () -> now,
      started::add,
      this::pause,
      TurnWatch.IDLE_SCANS_MAX);

  @Test
  void scan_someTurnInFlight_says() {
    assertThat(watch.scan()).isFalse();
    turns.begin(turn());
    assertThat(watch.scan()).as("a turn that no thread waits for").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "BEGINNING, PT5M, took longer than PT5M",
    "CONNECTING, PT2M10S, opened no connection within PT2M10S",
    "SENDING, PT1M, took none of the prompt for longer than PT1M",
    "RECEIVING, PT2M, silent for longer than PT2M",
    "RESTING, PT5M, took longer than PT5M"
  })
  void scan_nothingMoves_givesUpAfterThePatienceOfThePhase(
      TurnProgress.Phase phase, Duration patience, String words) {
    Turn turn = turn();
    turns.begin(turn);
    turn.progress().enter(phase);

    pass(patience);
    assertThat(turn.givenUp()).as("just in time").isNull();
    assertThat(turn.call().isCanceled()).isFalse();

    pass(Duration.ofNanos(1));
    assertThat(turn.givenUp()).isEqualTo(words);
    assertThat(turn.call().isCanceled()).isTrue();
  }

  @Test
  void scan_bytesKeepMoving_givesUpWhenTheWholeTurnIsOver() {
    Turn turn = turn();
    turns.begin(turn);
    turn.progress().enter(TurnProgress.Phase.RECEIVING);
    for (Duration passed = Duration.ZERO;
        passed.compareTo(WHOLE) < 0;
        passed = passed.plus(CONNECTING)) {
      assertThat(turn.givenUp()).isNull();
      pass(CONNECTING);
      turn.progress().moved();
    }
    pass(Duration.ofNanos(1));
    assertThat(turn.givenUp()).isEqualTo("took longer than PT5M");
  }

  @Test
  void scan_turnGivenUp_forgetsIt() {
    turns.begin(turn());
    pass(WHOLE.plusNanos(1));
    assertThat(turns.isEmpty()).isTrue();
    assertThat(watch.scan()).isFalse();
  }

  @Test
  void scan_listenerOfTheCallerThrows_looksAtTheOthers() {
    client = new OkHttpClient.Builder()
        .eventListener(new EventListener() {
          @Override
          public void canceled(Call call) {
            throw new IllegalStateException("a caller's mistake");
          }
        })
        .build();
    Turn first = turn();
    Turn second = turn();
    turns.begin(first);
    turns.begin(second);

    pass(WHOLE.plusNanos(1));
    assertThat(first.call().isCanceled()).isTrue();
    assertThat(second.call().isCanceled()).isTrue();
  }

  @Test
  void watch_noThreadCanBeStarted_triesAgainWithTheNextTurn() {
    TurnWatch unlucky = new TurnWatch(
        turns,
        new Patience(Turns.SETTINGS),
        () -> now,
        work -> {
          started.add(work);
          throw new OutOfMemoryError("unable to create native thread");
        },
        this::pause,
        TurnWatch.IDLE_SCANS_MAX);
    assertThatThrownBy(unlucky::watch).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(unlucky::watch).isInstanceOf(OutOfMemoryError.class);
    assertThat(started).hasSize(2);
  }

  /** As where two addresses are tried, and the slower one reports late. */
  @ParameterizedTest
  @EnumSource
  void connecting_whileAnotherConnectionIsInUse_changesNothing(TurnProgress.Phase phase) {
    TurnProgress progress = turn().progress();
    progress.enter(phase);
    progress.connecting();
    boolean inUse = phase == TurnProgress.Phase.SENDING || phase == TurnProgress.Phase.RESTING;
    assertThat(progress.phase()).isEqualTo(inUse ? phase : TurnProgress.Phase.CONNECTING);
  }

  @Test
  void scan_callerAsksForMoreAfterALongRest_isNoSilence() {
    Turn turn = turn();
    turns.begin(turn);
    turn.progress().rest();
    pass(SILENCE.plus(CONNECTING));

    turn.progress().enter(TurnProgress.Phase.RECEIVING);
    pass(SILENCE);
    assertThat(turn.givenUp()).isNull();
    pass(CONNECTING);
    assertThat(turn.givenUp()).isEqualTo("silent for longer than PT2M");
  }

  @Test
  void scan_interruptedWaiter_cancelsItsTurnOnly() {
    Turn interrupted = turn();
    Turn other = turn();
    turns.begin(interrupted);
    turns.begin(other);
    Thread waiter = new Thread(() -> {});
    other.waiter(waiter);
    interrupted.waiter(Thread.currentThread());
    Thread.currentThread().interrupt();
    try {
      assertThat(watch.scan()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).as("stays interrupted").isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(interrupted.call().isCanceled()).isTrue();
    assertThat(other.call().isCanceled()).isFalse();
  }

  @Test
  void scan_turnEnded_leavesItAlone() {
    Turn turn = turn();
    turns.begin(turn);
    turn.waiter(Thread.currentThread());
    turns.end(turn);
    Thread.currentThread().interrupt();
    try {
      assertThat(watch.scan()).isFalse();
    } finally {
      Thread.interrupted();
    }
    assertThat(turn.call().isCanceled()).isFalse();
  }

  @Test
  void watch_threadThatLooksDies_startsAnotherWithTheNextTurn() {
    pauses.add(() -> {
      throw new OutOfMemoryError("Java heap space");
    });
    watch.watch();
    assertThatThrownBy(() -> started.get(0).run()).isInstanceOf(OutOfMemoryError.class);

    watch.watch();

    assertThat(started).hasSize(2);
  }

  @Test
  void watch_manyTurns_startsOneThread() {
    watch.watch();
    watch.watch();
    assertThat(started).hasSize(1);
  }

  @Test
  void run_noTurnInFlight_endsAndIsStartedAgain() {
    watch.watch();
    started.get(0).run();
    assertThat(pausesTaken).isEqualTo(TurnWatch.IDLE_SCANS_MAX + 1);

    watch.watch();
    assertThat(started).hasSize(2);
  }

  @Test
  void run_turnBegunWhileIdle_goesOn() {
    Turn turn = turn();
    for (int i = 0; i < TurnWatch.IDLE_SCANS_MAX; i++) {
      pauses.add(() -> {});
    }
    pauses.add(() -> turns.begin(turn));
    pauses.add(() -> turns.end(turn));
    watch.watch();
    started.get(0).run();
    assertThat(pausesTaken).isEqualTo(2 * TurnWatch.IDLE_SCANS_MAX + 2);
  }

  @Test
  void run_transportClosed_endsAtOnce() {
    turns.close();
    watch.watch();
    started.get(0).run();
    assertThat(pausesTaken).isZero();
  }

  private void pause() {
    pausesTaken++;
    Runnable next = pauses.poll();
    if (next != null) {
      next.run();
    }
  }

  private void pass(Duration duration) {
    now += duration.toNanos();
    watch.scan();
  }

  private Turn turn() {
    return Turns.create(client, () -> now);
  }
}
