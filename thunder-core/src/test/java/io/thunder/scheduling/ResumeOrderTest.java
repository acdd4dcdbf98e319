package io.thunder.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ResumeOrderTest {

  private static final long CAPACITY = 100_000;
  private static final long AGEING = 600_000_000_000L;

  private static long aged(ResumeGroup group, long since, long need) {
    return ResumeOrder.AGED.key(group, since, need, CAPACITY, AGEING);
  }

  @Test
  void aged_longerThanAllHandicaps_goesBeforeEveryLaterArrival() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      long since = random.nextLong(-AGEING, AGEING);
      ResumeGroup group = random.nextBoolean() ? ResumeGroup.NEW : ResumeGroup.RETURNING;
      long waiting = aged(group, since, random.nextLong(2 * CAPACITY));
      long late = since + 2 * AGEING + 1 + random.nextLong(AGEING);

      for (ResumeGroup later : ResumeGroup.values()) {
        assertThat(waiting).isLessThan(aged(later, late, random.nextLong(2 * CAPACITY)));
      }
    }
  }

  @Test
  void aged_equalOtherwise_olderGoesFirst() {
    assertThat(aged(ResumeGroup.NEW, 5, 1_000)).isLessThan(aged(ResumeGroup.NEW, 6, 1_000));
  }

  @Test
  void aged_sameTime_returningBeforeNewBeforeIdle() {
    long returning = aged(ResumeGroup.RETURNING, 0, 1_000);
    long fresh = aged(ResumeGroup.NEW, 0, 1_000);
    long idle = aged(ResumeGroup.IDLE, 0, 1_000);

    assertThat(returning).isLessThan(fresh);
    assertThat(fresh).isLessThan(idle);
  }

  @Test
  void aged_sameTime_smallerGoesFirstUpToAnEighthOfABackend() {
    assertThat(aged(ResumeGroup.NEW, 0, 1_000)).isLessThan(aged(ResumeGroup.NEW, 0, 2_000));
    assertThat(aged(ResumeGroup.NEW, 0, CAPACITY / 8))
        .isEqualTo(aged(ResumeGroup.NEW, 0, CAPACITY));
  }

  @Test
  void aged_withoutAnyBackend_hasAKey() {
    assertThat(ResumeOrder.AGED.key(ResumeGroup.NEW, 7, 10, 0, AGEING)).isEqualTo(7 + 2 * AGEING);
  }

  @Test
  void smallestFirst_groupThenSize_decides() {
    long large = smallest(ResumeGroup.RETURNING, 90_000);
    long small = smallest(ResumeGroup.RETURNING, 10);
    long fresh = smallest(ResumeGroup.NEW, 1);

    assertThat(small).isLessThan(large);
    assertThat(large).isLessThan(fresh);
  }

  private static long smallest(ResumeGroup group, long need) {
    return ResumeOrder.SMALLEST_FIRST.key(group, -1, need, CAPACITY, AGEING);
  }

  @Test
  void pauseOrder_each_ordersByItsName() {
    assertThat(PauseOrder.SMALLEST_FIRST.key(10, 9))
        .isLessThan(PauseOrder.SMALLEST_FIRST.key(11, 1));
    assertThat(PauseOrder.LARGEST_FIRST.key(11, 9)).isLessThan(PauseOrder.LARGEST_FIRST.key(10, 1));
    assertThat(PauseOrder.LONGEST_IDLE_FIRST.key(1, 5))
        .isLessThan(PauseOrder.LONGEST_IDLE_FIRST.key(99, 6));
  }
}
