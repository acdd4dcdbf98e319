package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LearntCapacityTest {

  private static final int PROGRAMS = 20;
  private static final long ASSUMED = 100_000;

  private final LearntCapacity capacity = new LearntCapacity(ASSUMED);

  /** Turns with a context of 10,000 tokens and answers of 100, while so much is held. */
  private void turns(int count, long cachedTokens, long heldTokens) {
    for (int i = 0; i < count; i++) {
      boolean unused = capacity.observe(10_000, cachedTokens, 100, PROGRAMS, heldTokens);
    }
  }

  /** A server whose cache holds so much: if more is placed there, it finds next to nothing. */
  private void serve(int count, long cacheTokens) {
    for (int i = 0; i < count; i++) {
      long held = (long) (0.9 * capacity.tokens());
      turns(1, held > cacheTokens ? 500 : 10_000, held);
    }
  }

  @Test
  void tokens_nothingObserved_isWhatWasAssumed() {
    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }

  @Test
  void observe_hitsCollapse_findsASmallCapacity() {
    turns(50, 10_000, 10_000);

    serve(3_000, 12_000);

    assertThat(capacity.tokens()).isBetween(10_000L, 13_700L);
  }

  @Test
  void observe_littleFoundFromTheStart_findsASmallCapacity() {
    serve(3_000, 12_000);

    assertThat(capacity.tokens()).isBetween(10_000L, 13_700L);
  }

  @Test
  void observe_allFoundWhileFull_findsALargeCapacity() {
    serve(6_000, 1_500_000);

    assertThat(capacity.tokens()).isBetween(1_200_000L, 1_700_000L);
  }

  @Test
  void observe_allFoundWhileThereIsRoom_learnsNothing() {
    turns(2_000, 10_000, 50_000);

    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }

  @Test
  void observe_neverMoreFoundWhateverIsHeld_returnsToWhatWasAssumed() {
    for (int i = 0; i < 3_000; i++) {
      turns(1, 4_000, capacity.tokens());
    }

    assertThat(capacity.tokens()).isBetween(ASSUMED, 2 * ASSUMED);
  }

  @Test
  void observe_lostWhileLittleIsHeld_isCutBelowThat() {
    turns(32, 9_000, 10_000);

    assertThat(capacity.tokens()).isEqualTo(8_000);
  }

  @Test
  void observe_cutOnce_waitsUntilEachProgramHadATurn() {
    turns(32, 6_000, ASSUMED);
    assertThat(capacity.tokens()).isEqualTo(80_000);

    turns(63, 6_000, 80_000);
    assertThat(capacity.tokens()).as("32 turns to take effect, 31 to look").isEqualTo(80_000);
    turns(1, 6_000, 80_000);

    assertThat(capacity.tokens()).isEqualTo(64_000);
  }

  @Test
  void observe_lostOnce_risesInSmallStepsOnly() {
    turns(32, 6_000, ASSUMED);

    turns(64, 10_000, 80_000);
    assertThat(capacity.tokens()).as("by a twentieth").isEqualTo(84_000);
    turns(320, 10_000, 84_000);

    assertThat(capacity.tokens()).as("near to where it was lost").isBetween(92_000L, 97_000L);
  }

  @Test
  void served_moreThanBelieved_isBelievedUpToTwice() {
    assertThat(capacity.served(90_000)).isFalse();
    assertThat(capacity.served(150_000)).isTrue();
    assertThat(capacity.tokens()).isEqualTo(150_000);
    assertThat(capacity.served(Long.MAX_VALUE / 2)).isTrue();

    assertThat(capacity.tokens()).isEqualTo(300_000);
  }

  @Test
  void cacheEmptied_turnsAfterItFindLittle_isNoLoss() {
    turns(20, 0, ASSUMED);

    capacity.cacheEmptied();
    turns(64, 10_000, 50_000);

    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }
}
