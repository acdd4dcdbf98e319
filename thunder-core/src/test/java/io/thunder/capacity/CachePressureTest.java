package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CachePressureTest {

  private static final int PROGRAMS = 20;

  private final CachePressure pressure = new CachePressure();

  /** Turns with a context of 10,000 tokens and answers of 100; returns how often a share changed. */
  private int turns(int count, long cachedTokens) {
    int changes = 0;
    for (int i = 0; i < count; i++) {
      changes += pressure.observe(10_000, cachedTokens, 100, PROGRAMS) ? 1 : 0;
    }
    return changes;
  }

  @Test
  void share_nothingObserved_isTheWhole() {
    assertThat(pressure.share()).isEqualTo(1);
  }

  @Test
  void cacheEmptied_turnsAfterItFindLittle_isNoPressure() {
    turns(200, 10_000);
    turns(PROGRAMS / 2, 0);

    pressure.cacheEmptied();
    turns(1_000, 10_000);

    assertThat(pressure.share()).isEqualTo(1);
  }

  @Test
  void observe_cacheKept_usesTheWhole() {
    assertThat(turns(1_000, 10_000)).as("changes").isZero();

    assertThat(pressure.share()).isEqualTo(1);
  }

  @Test
  void observe_alwaysTheSameLowShareFound_isUsualAndNoPressure() {
    turns(1_000, 4_000);

    assertThat(pressure.share()).isEqualTo(1);
  }

  @Test
  void observe_cacheLost_usesLessWithinAFewTurnsPerProgram() {
    turns(100, 10_000);

    int changes = turns(100, 5_000);

    assertThat(pressure.share()).isLessThan(0.9);
    assertThat(changes).as("one change per time that it takes to show").isBetween(2, 4);
  }

  @Test
  void observe_lossSmallAgainstWhatIsGenerated_isNoPressure() {
    turns(100, 10_000);

    turns(200, 9_900); // 100 lost for 100 generated

    assertThat(pressure.share()).isEqualTo(1);
  }

  @Test
  void observe_cacheKeptAgain_recoversSlowly() {
    turns(100, 10_000);
    turns(100, 5_000);
    turns(100, 10_000); // until what was lost is forgotten
    double low = pressure.share();

    turns(200, 10_000);
    assertThat(pressure.share()).isGreaterThan(low).isLessThan(low + 0.05);
    turns(20_000, 10_000);

    assertThat(pressure.share()).isEqualTo(1);
  }

  @Test
  void observe_everythingLost_neverFallsBelowTheFloor() {
    turns(100, 10_000);

    turns(1_000, 0);

    assertThat(pressure.share()).isEqualTo(0.6);
  }

  @Test
  void observe_workloadChanged_isForgottenInTheEnd() {
    turns(100, 10_000);
    turns(1_000, 5_000);
    assertThat(pressure.share()).as("taken for pressure at first").isEqualTo(0.6);

    turns(30_000, 5_000);

    assertThat(pressure.share()).as("usual by now").isEqualTo(1);
  }

  @Test
  void observe_manyPrograms_waitsUntilEachHadATurn() {
    for (int i = 0; i < 299; i++) {
      boolean changed = pressure.observe(10_000, i < 100 ? 10_000 : 0, 100, /* programs= */ 300);
      assertThat(changed).as("turn %d", i).isFalse();
    }

    assertThat(pressure.observe(10_000, 0, 100, 300)).isTrue();
  }
}
