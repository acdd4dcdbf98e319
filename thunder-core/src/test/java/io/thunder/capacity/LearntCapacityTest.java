package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LearntCapacityTest {

  private static final int TURNS = 48;
  private static final int PROGRAMS = 20;
  private static final long ASSUMED = 131_072;

  private final LearntCapacity capacity = new LearntCapacity(ASSUMED);

  /** Turns with a context of 10,000 tokens of which so many are found, while so much is held. */
  private void turns(int count, long cachedTokens, long heldTokens, boolean pressed) {
    for (int i = 0; i < count; i++) {
      boolean unused = capacity.observe(10_000, cachedTokens, 100, PROGRAMS, heldTokens, pressed);
    }
  }

  /**
   * A server with an LRU cache of whole contexts, and as many programs on it as the capacity that is
   * believed allows; the one that waits for the longest time comes when there is room.
   */
  private static final class Server {

    final SplittableRandom random = new SplittableRandom(7);
    final LearntCapacity capacity = new LearntCapacity(ASSUMED);
    final LinkedHashMap<Integer, Long> cache = new LinkedHashMap<>(16, .75f, true);
    final Deque<Integer> placed = new ArrayDeque<>();
    final Deque<Integer> waiting = new ArrayDeque<>();
    final long[] contexts;
    final long cacheTokens;
    final double rebuilt;

    Server(long cacheTokens, int programs, double rebuilt) {
      this.cacheTokens = cacheTokens;
      this.rebuilt = rebuilt;
      contexts = random.longs(programs, 10_000, 50_000).toArray();
      for (int i = 0; i < programs; i++) {
        waiting.add(i);
      }
    }

    long held() {
      return placed.stream().mapToLong(program -> contexts[program]).sum();
    }

    /** Runs turns; returns the mean of what was believed in their second half. */
    double run(int turns) {
      double sum = 0;
      for (int i = 0; i < turns; i++) {
        settle();
        turn(placed.stream().skip(random.nextInt(placed.size())).findFirst().get());
        sum += 2 * i >= turns ? capacity.tokens() : 0;
      }
      return sum / (turns - turns / 2);
    }

    private void settle() {
      while (placed.size() > 1 && held() > capacity.tokens()) {
        waiting.add(placed.remove());
      }
      while (!waiting.isEmpty()
          && (placed.isEmpty()
              || held() + contexts[waiting.element()] <= 0.92 * capacity.tokens())) {
        int next = waiting.remove();
        placed.add(next);
        compute(next); // cold, and so no sign of anything
      }
    }

    private void turn(int program) {
      boolean kept = cache.containsKey(program);
      double share = random.nextDouble() < rebuilt ? 0.5 : 1;
      long found = kept ? (long) (share * contexts[program]) : 0;
      compute(program);
      boolean unused = capacity.observe(
          contexts[program], found, 300, placed.size(), held(), /* pressed= */ !waiting.isEmpty());
    }

    private void compute(int program) {
      cache.put(program, contexts[program]);
      var eldest = cache.entrySet().iterator();
      long total = cache.values().stream().mapToLong(tokens -> tokens).sum();
      while (total > cacheTokens && cache.size() > 1) {
        Map.Entry<Integer, Long> gone = eldest.next();
        total -= gone.getValue();
        eldest.remove();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "150_000, 40, 0, 0.7, 1.4",
    "300_000, 40, 0, 0.7, 1.4",
    "300_000, 40, 0.1, 0.7, 1.4", // one turn in ten rebuilds its prompt
    "700_000, 60, 0.1, 0.7, 1.4",
    "70_000, 40, 0, 0.5, 1.4",
    "70_000, 40, 0.1, 0.5, 1.4",
  })
  void observe_anLruCache_findsItsSize(
      String tokens, int programs, double rebuilt, double least, double most) {
    long size = Long.parseLong(tokens.replace("_", ""));

    double believed = new Server(size, programs, rebuilt).run(20_000) / size;

    assertThat(believed).isBetween(least, most);
  }

  @Test
  void tokens_nothingObserved_isWhatWasAssumed() {
    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }

  @Test
  void observe_littleFoundWhileMuchIsHeld_isCutToThat() {
    turns(TURNS, 8_000, 100_000, true);

    assertThat(capacity.tokens()).isBetween(80_000L, 100_000L);
  }

  @Test
  void observe_nextToNothingFound_isHalved() {
    turns(TURNS, 1_000, 100_000, true);

    assertThat(capacity.tokens()).isBetween(40_000L, 50_000L);
  }

  @Test
  void observe_nextToNothingFoundAboveWhereAllWas_isCutToThere() {
    turns(TURNS, 10_000, 60_000, false);

    turns(TURNS, 1_000, 120_000, true);

    assertThat(capacity.tokens()).isBetween(60_000L, 68_000L);
  }

  @Test
  void observe_cut_waitsUntilProgramsHaveTheirContextsBack() {
    turns(TURNS, 8_000, 100_000, true);
    long cut = capacity.tokens();

    turns(TURNS, 0, 90_000, true); // what was lost before is missed now
    turns(5 * TURNS, 10_000, 80_000, false);

    assertThat(capacity.tokens()).isEqualTo(cut);
  }

  @Test
  void observe_allFoundWhileTurnsWait_isRaised() {
    turns(TURNS, 10_000, 100_000, true);

    assertThat(capacity.tokens()).isEqualTo(ASSUMED * 5 / 4);
  }

  @Test
  void observe_allFoundAndNobodyWaits_learnsNothing() {
    turns(2_000, 10_000, 100_000, false);

    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }

  @Test
  void observe_lostBefore_isNotRaisedToThereForLong() {
    turns(TURNS, 8_000, 120_000, true);
    long cut = capacity.tokens();

    turns(2_000, 10_000, 90_000, true);
    assertThat(capacity.tokens()).isEqualTo(cut);
    turns(6_000, 10_000, 90_000, true);

    assertThat(capacity.tokens()).as("tried again").isGreaterThan(cut);
  }

  @Test
  void observe_littleFoundWhateverIsHeld_isAsMuchAsThereIs() {
    for (int i = 0; i < 3_000; i++) {
      turns(1, 6_000, capacity.tokens(), true);
    }

    assertThat(capacity.tokens()).isGreaterThan(ASSUMED / 2);
  }

  @Test
  void observe_longAnswers_aLittleLossIsCheap() {
    for (int i = 0; i < 200; i++) {
      boolean unused = capacity.observe(10_000, 8_000, 2_000, PROGRAMS, 100_000, false);
    }

    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }

  @Test
  void served_moreThanBelieved_isBelievedUpToTwice() {
    assertThat(capacity.served(90_000)).isFalse();
    assertThat(capacity.served(160_000)).isTrue();
    assertThat(capacity.tokens()).as("and an eighth for the next").isEqualTo(180_000);
    assertThat(capacity.served(Long.MAX_VALUE / 2)).isTrue();

    assertThat(capacity.tokens()).isEqualTo(360_000);
  }

  @Test
  void cacheEmptied_turnsAfterItFindLittle_isNoLoss() {
    turns(5 * TURNS, 10_000, 100_000, false);

    capacity.cacheEmptied();
    turns(PROGRAMS, 0, 100_000, true);
    turns(5 * TURNS, 10_000, 100_000, false);

    assertThat(capacity.tokens()).isEqualTo(ASSUMED);
  }
}
