package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecayingSumTest {

  private static final long HALF_LIFE = 1_000;

  private final DecayingSum sum = new DecayingSum(HALF_LIFE);

  /** The clock may have begun anywhere, long before or after its zero. */
  @ParameterizedTest
  @ValueSource(longs = {-9_000_000_000_000_000_000L, -1, 0, 1, 9_000_000_000_000_000_000L})
  void at_firstTerm_countsInFullWhereverTheClockIs(long now) {
    assertThat(sum.at(now)).isZero();
    sum.add(8, now);
    assertThat(sum.at(now)).isEqualTo(8);
    assertThat(sum.at(now + HALF_LIFE)).isEqualTo(4);
  }

  @Test
  void remove_someTerm_leavesTheOthers() {
    sum.add(8, 0);
    sum.add(6, HALF_LIFE);
    sum.remove(8, 0, 2 * HALF_LIFE);
    assertThat(sum.at(2 * HALF_LIFE)).isCloseTo(3, within(1e-9));
    sum.remove(6, HALF_LIFE, 3 * HALF_LIFE);
    assertThat(sum.at(3 * HALF_LIFE)).isZero();
  }
}
