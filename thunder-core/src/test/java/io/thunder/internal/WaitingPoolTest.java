package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.program.ProgramEvent;
import io.thunder.program.ProgramId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WaitingPoolTest {

  private static final Comparator<ProgramEntry> BY_KEY =
      Comparator.<ProgramEntry>comparingLong(p -> p.orderKey).thenComparingLong(p -> p.serial);

  private static final Comparator<ProgramEntry> BY_AGE = Comparator.<ProgramEntry>comparingLong(
          p -> p.waitingSinceNanos)
      .thenComparingLong(p -> p.serial);

  private final WaitingPool pool = new WaitingPool(/* arrivalOrderNanos= */ 0);
  private long serials;

  private ProgramEntry waiting(long needTokens, long key, long since) {
    ProgramEntry program = new ProgramEntry(new ProgramId("p" + serials), serials++);
    program.on(ProgramEvent.QUEUE);
    program.needTokens = needTokens;
    program.orderKey = key;
    program.waitingSinceNanos = since;
    pool.add(program);
    return program;
  }

  @Test
  void firstFitting_randomPools_isTheFirstThatFitsOutsideTheLastClass() {
    SplittableRandom random = new SplittableRandom(5);
    List<ProgramEntry> inside = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      if (random.nextInt(5) < 3 || inside.isEmpty()) {
        long need = random.nextLong(1L << random.nextInt(1, 30));
        inside.add(waiting(need, random.nextLong(1_000), random.nextLong(1_000)));
      } else {
        ProgramEntry gone = inside.remove(random.nextInt(inside.size()));
        pool.remove(gone);
        assertThat(pool.contains(gone)).isFalse();
      }
      checkAgainstScan(inside, random.nextLong(1L << random.nextInt(1, 31)));
      assertThat(pool.size()).isEqualTo(inside.size());
      assertThat(pool.isEmpty()).isEqualTo(inside.isEmpty());
      assertThat(pool.oldest()).isSameAs(inside.stream().min(BY_AGE).orElse(null));
      assertThat(pool.first()).isSameAs(inside.stream().min(BY_KEY).orElse(null));
    }
  }

  /** In the class that the room falls into, only that class's first is looked at. */
  private void checkAgainstScan(List<ProgramEntry> inside, long tokens) {
    int last = WaitingPool.classOf(tokens);
    ProgramEntry topOfLast = inside.stream()
        .filter(p -> WaitingPool.classOf(p.needTokens) == last)
        .min(BY_KEY)
        .orElse(null);
    ProgramEntry expected = inside.stream()
        .filter(p ->
            WaitingPool.classOf(p.needTokens) < last || (p == topOfLast && p.needTokens <= tokens))
        .min(BY_KEY)
        .orElse(null);
    assertThat(pool.firstFitting(tokens, program -> true))
        .as("room of %d", tokens)
        .isSameAs(expected);
  }

  @Test
  void classOf_needs_isMonotoneWithinAFifth() {
    int before = -1;
    for (long tokens = 0; tokens < 100_000; tokens++) {
      int index = WaitingPool.classOf(tokens);
      assertThat(index).isBetween(before, before + 1);
      before = index;
    }
    for (int exponent = 3; exponent < 62; exponent++) {
      for (int quarter = 0; quarter < 4; quarter++) {
        long least = (4L + quarter) << (exponent - 2);
        long most = ((5L + quarter) << (exponent - 2)) - 1;
        assertThat(WaitingPool.classOf(least)).isEqualTo(WaitingPool.classOf(most));
        assertThat((double) least / most).isGreaterThanOrEqualTo(0.8);
      }
    }
    assertThat(WaitingPool.classOf(Long.MAX_VALUE)).isLessThan(4 * Long.SIZE);
    assertThat(WaitingPool.classOf(-5)).isZero();
  }

  @Test
  void firstFitting_negativeRoom_isNobody() {
    waiting(0, 1, 1);

    assertThat(pool.firstFitting(-1, program -> true)).isNull();
    assertThat(pool.firstFitting(0, program -> true)).isNotNull();
  }

  @Test
  void firstFitting_newcomers_onlyTheFirstIsACandidateUntilItIsMature() {
    WaitingPool fair = new WaitingPool(/* arrivalOrderNanos= */ 100);
    ProgramEntry large = newcomer(fair, 1_000, 10);
    ProgramEntry small = newcomer(fair, 10, 20);
    fair.mature(109);
    assertThat(fair.firstFitting(500, program -> true)).as("overtakes").isNull();
    assertThat(fair.firstFitting(1_000, program -> true)).isSameAs(large);

    fair.mature(110);

    assertThat(fair.firstFitting(500, program -> true)).isSameAs(small);
    fair.remove(large);
    assertThat(fair.contains(large)).isFalse();
    assertThat(fair.contains(small)).isTrue();
    assertThat(fair.size()).isEqualTo(1);
  }

  private ProgramEntry newcomer(WaitingPool fair, long needTokens, long since) {
    ProgramEntry program = new ProgramEntry(new ProgramId("p" + serials), serials++);
    program.on(ProgramEvent.QUEUE);
    program.turns.add(new TurnTicket(serials, program.id, "", 0, 1, 0, List.of(), null));
    program.needTokens = needTokens;
    program.waitingSinceNanos = since;
    fair.add(program);
    return program;
  }

  @Test
  void oldest_exemptProgram_isPassedOverUntilRestored() {
    ProgramEntry old = waiting(10, 1, 1);
    ProgramEntry young = waiting(10, 2, 2);

    pool.exemptFromAge(old);
    assertThat(pool.oldest()).isSameAs(young);
    pool.restoreToAge(old);

    assertThat(pool.oldest()).isSameAs(old);
    pool.exemptFromAge(old);
    pool.remove(old);
    pool.remove(young);
    assertThat(pool.anyTurnWaits()).isFalse();
  }

  @Test
  void oldest_parkedProgram_hasNoAge() {
    ProgramEntry parked = new ProgramEntry(new ProgramId("parked"), 99);
    parked.on(ProgramEvent.QUEUE);
    parked.on(ProgramEvent.WITHDRAW);
    pool.add(parked);

    assertThat(pool.oldest()).isNull();
    assertThat(pool.anyTurnWaits()).isFalse();
    assertThat(pool.first()).isSameAs(parked);
  }

  @Test
  void waitClock_always_runsOnlyWhileItIsOn() {
    WaitClock clock = new WaitClock();
    assertThat(clock.at(100)).isZero();

    clock.run(true, 100);
    assertThat(clock.at(130)).isEqualTo(30);
    clock.run(true, 150);
    clock.run(false, 160);
    assertThat(clock.at(500)).isEqualTo(60);
    clock.run(true, 600);

    assertThat(clock.at(605)).isEqualTo(65);
  }
}
