package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LedgerTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void usedTokens_withoutDecay_isTheWeightedSum() {
    Ledger ledger = new Ledger(0.5, 0);
    ledger.addReasoning(100);
    ledger.addActing(51, 0);
    ledger.setUntracked(7);

    assertThat(ledger.usedTokens(99 * SECOND)).isEqualTo(100 + 26 + 7);
    assertThat(ledger.heldTokens()).isEqualTo(100 + 26 + 7);
  }

  @Test
  void usedTokens_withDecay_halvesEveryHalfLifeWhileHeldStays() {
    Ledger ledger = new Ledger(1.0, SECOND);
    ledger.addActing(800, 0);

    assertThat(ledger.usedTokens(0)).isEqualTo(800);
    assertThat(ledger.usedTokens(SECOND)).isEqualTo(400);
    assertThat(ledger.usedTokens(3 * SECOND)).isEqualTo(100);
    assertThat(ledger.heldTokens()).isEqualTo(800);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 0", "0.3, 0", "1.0, 1000000000", "0.7, 5000000000"})
  void usedTokens_randomChanges_equalTheRecomputation(double weight, long halfLifeNanos) {
    SplittableRandom random = new SplittableRandom(7);
    Ledger ledger = new Ledger(weight, halfLifeNanos);
    List<Long> reasoning = new ArrayList<>();
    List<long[]> acting = new ArrayList<>();
    long now = -50 * SECOND;
    for (int step = 0; step < 20_000; step++) {
      now += random.nextLong(SECOND / 4);
      switch (random.nextInt(5)) {
        case 0 -> {
          long tokens = random.nextLong(10_000);
          reasoning.add(tokens);
          ledger.addReasoning(tokens);
        }
        case 1 -> {
          long tokens = random.nextLong(10_000);
          acting.add(new long[] {tokens, now});
          ledger.addActing(tokens, now);
        }
        case 2 -> {
          if (!reasoning.isEmpty()) {
            ledger.removeReasoning(reasoning.remove(random.nextInt(reasoning.size())));
          }
        }
        default -> {
          if (!acting.isEmpty()) {
            long[] gone = acting.remove(random.nextInt(acting.size()));
            ledger.removeActing(gone[0], gone[1], now);
          }
        }
      }
      check(ledger, reasoning, acting, weight, halfLifeNanos, now);
    }
  }

  private static void check(
      Ledger ledger,
      List<Long> reasoning,
      List<long[]> acting,
      double weight,
      long halfLifeNanos,
      long now) {
    long running = reasoning.stream().mapToLong(Long::longValue).sum();
    long whole = 0;
    double faded = 0;
    for (long[] term : acting) {
      whole += term[0];
      faded += halfLifeNanos == 0
          ? term[0]
          : term[0] * Math.pow(2, -(double) (now - term[1]) / halfLifeNanos);
    }
    assertThat(ledger.reasoningTokens()).isEqualTo(running);
    assertThat(ledger.actingTokens()).isEqualTo(whole);
    assertThat(ledger.heldTokens()).isEqualTo(running + (long) Math.ceil(weight * whole));
    assertThat((double) ledger.usedTokens(now)).isCloseTo(running + weight * faded, within(1.001));
  }

  @Test
  void removeActing_lastTerm_leavesNoResidue() {
    Ledger ledger = new Ledger(1.0, SECOND);
    for (int i = 0; i < 1_000; i++) {
      ledger.addActing(7, i * SECOND / 3);
      ledger.removeActing(7, i * SECOND / 3, i * SECOND / 3 + SECOND / 7);
    }

    assertThat(ledger.usedTokens(1_000 * SECOND)).isZero();
  }

  @Test
  void decayingSum_longPause_fadesToNothingWithoutTrouble() {
    DecayingSum sum = new DecayingSum(SECOND);
    sum.add(1_000_000, 0);

    assertThat(sum.at(100_000 * SECOND)).isZero();
    sum.add(8, 100_000 * SECOND);
    sum.remove(1_000_000, 0, 100_000 * SECOND);
    assertThat(sum.at(100_001 * SECOND)).isCloseTo(4, within(1e-9));
  }

  @Test
  void decayingSum_withoutHalfLife_neverFades() {
    DecayingSum sum = new DecayingSum(0);
    sum.add(10, 0);

    assertThat(sum.at(Long.MAX_VALUE)).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"0, 16, 0", "1, 16, 16", "16, 16, 16", "17, 16, 32", "5, 1, 5"})
  void roundUp_tokens_givesWholeBlocks(long tokens, int block, long rounded) {
    assertThat(Blocks.roundUp(tokens, block)).isEqualTo(rounded);
  }
}
