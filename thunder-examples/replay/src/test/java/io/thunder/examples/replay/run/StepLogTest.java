package io.thunder.examples.replay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.thunder.chat.Usage;
import org.junit.jupiter.api.Test;

final class StepLogTest {

  private final StepLog log = new StepLog();

  @Test
  void answered_cachedTokens_countTowardsTheHitRate() {
    log.answered(1, new Usage(1_000, 10, 900L), 950);
    log.answered(1, new Usage(1_000, 10, null), 950);
    log.answered(1, null, 950);

    assertThat(log.counts().steps()).isEqualTo(3);
    assertThat(log.counts().hitRate()).isEqualTo(.9);
  }

  @Test
  void answered_seenButNotCached_isRecomputed() {
    log.answered(1, new Usage(1_000, 10, 100L), 800);

    assertThat(log.counts().recomputedTokens()).isEqualTo(700);
  }

  @Test
  void answered_restOfBlockNotCached_isNotRecomputed() {
    log.answered(1, new Usage(1_000, 10, 784L), 800);
    log.answered(1, new Usage(1_000, 10, 0L), 0);

    assertThat(log.counts().recomputedTokens()).isZero();
  }

  @Test
  void latency_beforeMeasuring_isNotRecorded() {
    log.answered(1_000_000_000, null, 0);
    assertThat(log.latencyMs(50)).isNaN();

    log.beginMeasuring();
    log.answered(5_000_000, null, 0);

    assertThat(log.latencyMs(50)).isCloseTo(5, withPercentage(1));
  }

  @Test
  void counts_sinceMeasuring_leaveOutWhatWasBefore() {
    log.paused();
    log.answered(1, null, 0);
    Counts before = log.beginMeasuring();
    log.paused();
    log.failed("x");

    assertThat(log.counts().since(before)).isEqualTo(new Counts(0, 0, 0, 0, 1, 1));
  }

  @Test
  void failuresInRow_afterAnswer_beginAnew() {
    log.failed("first");
    log.failed("second");
    assertThat(log.failuresInRow()).isEqualTo(2);

    log.answered(1, null, 0);

    assertThat(log.failuresInRow()).isZero();
    assertThat(log.lastFailure()).isEqualTo("second");
  }
}
