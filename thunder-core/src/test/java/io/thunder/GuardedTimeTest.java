package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Timers of callers that fail at times. */
final class GuardedTimeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FailingTime source = new FailingTime();
  private final ManualTime manual = source.manual;
  private final AtomicBoolean full = source.full;
  private final AtomicInteger acts = new AtomicInteger();
  private final GuardedTime time = new GuardedTime(source);

  GuardedTimeTest() {
    source.cancelFails.set(true);
  }

  private Repeating counting() {
    return new Repeating(time, SECOND) {
      @Override
      void act() {
        acts.incrementAndGet();
      }
    };
  }

  @Test
  void goOn_timerFailsOnce_goesOnWithTheNextThatIsSet() {
    Repeating one = counting();
    Repeating other = counting();
    one.goOn();
    full.set(true);
    manual.advance(SECOND);
    other.goOn();
    manual.advance(SECOND.multipliedBy(10));
    assertThat(acts).as("nothing is due").hasValue(1);

    full.set(false);
    Runnable unused = time.schedule(SECOND, () -> {});
    manual.advance(SECOND);

    assertThat(acts).as("both at once, and after a second").hasValueGreaterThanOrEqualTo(4);
    one.stop();
    other.stop();
    manual.advance(SECOND.multipliedBy(10));
    assertThat(manual.scheduled()).isZero();
  }

  @Test
  void stop_lapsed_isNotRevived() {
    Repeating lapsed = counting();
    full.set(true);
    lapsed.goOn();
    lapsed.stop();
    full.set(false);

    Runnable unused = time.schedule(SECOND, () -> {});

    assertThat(manual.scheduled()).isEqualTo(1);
  }

  @Test
  void schedule_sourceFails_throwsWhatItThrows() {
    full.set(true);

    assertThatThrownBy(() -> time.schedule(SECOND, () -> {})).hasMessage("no more timers");
  }
}
