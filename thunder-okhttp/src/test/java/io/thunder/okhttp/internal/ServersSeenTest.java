package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServersSeenTest {

  private static final BackendReading UNCOUNTED = BackendReading.ofCapacity(100);

  private final Map<Worker, BackendReading> answers = new HashMap<>();
  private ServersSeen seen;

  @Test
  void after_firstAnswers_countNothingAsLost() {
    ask(counted(1_000), counted(0), UNCOUNTED, null);

    assertThat(seen.cachesLost()).isZero();
    assertThat(seen.reading(worker(0))).isEqualTo(counted(1_000));
    assertThat(seen.reading(worker(3))).as("down").isNull();
  }

  @Test
  void after_counterOfOneFell_countsItsShareOnce() {
    ask(counted(1_000), counted(1_000), counted(1_000), counted(1_000));
    ask(counted(2_000), counted(3), counted(1_000), counted(1_001));
    assertThat(seen.cachesLost()).isEqualTo(0.25);

    ask(counted(2_000), counted(4), counted(1_000), counted(1_001));

    assertThat(seen.cachesLost()).isEqualTo(0.25);
  }

  @Test
  void after_counterFellALittle_isAnotherEngineBehindTheUrl() {
    ask(counted(1_000), counted(1_000));
    ask(counted(900), counted(500));

    assertThat(seen.cachesLost()).isZero();
  }

  @Test
  void after_counterOfALargeOneGrewMeanwhile_isNotHidden() {
    ask(counted(1_000), counted(1_000_000));
    ask(counted(10), counted(9_000_000));

    assertThat(seen.cachesLost()).isEqualTo(0.5);
  }

  @Test
  void after_counterUnknownMeanwhile_isComparedWithTheLast() {
    ask(counted(1_000));
    ask(UNCOUNTED);
    ask(UNCOUNTED);
    assertThat(seen.cachesLost()).isZero();

    ask(counted(0));

    assertThat(seen.cachesLost()).isEqualTo(1);
  }

  @Test
  void after_lateOnce_countsAsItWas() {
    ask(counted(1_000), counted(1_000));
    ask(counted(1_000), null);
    assertThat(seen.reading(worker(1))).isEqualTo(counted(1_000));

    ask(counted(1_000), counted(1_001));

    assertThat(seen.cachesLost()).isZero();
  }

  @Test
  void after_startedAnewWhileLate_isNoticed() {
    ask(counted(1_000), counted(1_000));
    ask(counted(1_000), null);

    ask(counted(1_000), counted(0));

    assertThat(seen.cachesLost()).isEqualTo(0.5);
  }

  @Test
  void after_missedTwice_isLostOnceAndNotAgainWhenItIsBack() {
    ask(counted(1_000), counted(1_000));
    ask(counted(1_000), null);
    ask(counted(1_000), null);
    assertThat(seen.cachesLost()).isEqualTo(0.5);
    assertThat(seen.reading(worker(1))).isNull();

    ask(counted(1_000), null);
    ask(counted(1_000), counted(0));

    assertThat(seen.cachesLost()).isEqualTo(0.5);
  }

  @Test
  void after_notListedAnyMore_isLost() {
    ask(counted(1_000), UNCOUNTED);

    answers.clear();
    ask(counted(1_000));

    assertThat(seen.cachesLost()).isEqualTo(0.5);
    assertThat(seen.servers()).containsOnlyKeys(worker(0));
  }

  @Test
  void note_moreRoutersThanAreKept_forgetsSome() {
    RouterMemory memory = new RouterMemory();
    Map<Worker, BackendReading> many = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      many.put(worker(i), UNCOUNTED);
    }

    for (int i = 0; i < 100; i++) {
      memory.note(URI.create("http://router" + i), many);
    }

    assertThat(memory.size()).isBetween(1, 65);
  }

  /** Asks as many servers, null for one that does not answer. */
  private void ask(BackendReading... readings) {
    for (int i = 0; i < readings.length; i++) {
      answers.put(worker(i), readings[i]);
    }
    seen = ServersSeen.after(seen, answers);
  }

  private static Worker worker(int number) {
    return new Worker(URI.create("http://gpu" + number + ":8000"), null, "");
  }

  private static BackendReading counted(long lookups) {
    return new BackendReading(100L, null, null, null, null, lookups, 0L, null);
  }
}
