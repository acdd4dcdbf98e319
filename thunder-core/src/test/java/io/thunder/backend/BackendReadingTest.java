package io.thunder.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BackendReadingTest {

  private static final BackendReading SMALL =
      new BackendReading(100L, 16, 1.0, 1L, 2L, 10L, 5L, 0L);
  private static final BackendReading LARGE =
      new BackendReading(300L, 64, 0.0, 3L, 4L, 20L, 6L, 1L);

  @Test
  void ofAll_two_areAddedAndTheUsageWeighted() {
    assertThat(BackendReading.ofAll(List.of(SMALL, LARGE)))
        .isEqualTo(new BackendReading(400L, 64, 0.25, 4L, 6L, 30L, 11L, 1L));
  }

  @Test
  void ofAll_one_isThatOne() {
    assertThat(BackendReading.ofAll(List.of(SMALL))).isEqualTo(SMALL);
  }

  @Test
  void ofAll_oneThatDoesNotSay_isUnknownOfAll() {
    assertThat(BackendReading.ofAll(List.of(SMALL, BackendReading.EMPTY)))
        .isEqualTo(new BackendReading(null, 16, null, null, null, null, null, null));
  }

  @Test
  void ofAll_sumsThatOverflow_areUnknown() {
    BackendReading endless =
        new BackendReading(null, null, null, 7L, null, Long.MAX_VALUE, 1L, null);

    assertThat(BackendReading.ofAll(List.of(endless, endless)))
        .isEqualTo(new BackendReading(null, null, null, 14L, null, null, 2L, null));
  }

  @Test
  void ofAll_noCapacity_averagesTheUsage() {
    BackendReading half = new BackendReading(null, null, 0.5, null, null, null, null, null);
    BackendReading full = new BackendReading(null, null, 1.0, null, null, null, null, null);

    assertThat(BackendReading.ofAll(List.of(half, full)).kvUsage()).isEqualTo(0.75);
  }
}
