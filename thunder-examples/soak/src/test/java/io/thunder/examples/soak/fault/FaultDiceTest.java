package io.thunder.examples.soak.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FaultDiceTest {

  private static final int DRAWS = 20_000;

  private final Tally tally = new Tally();

  private static List<Fault> faults(FaultDice dice, FaultGroup group) {
    return IntStream.range(0, DRAWS)
        .mapToObj(i -> dice.draw(group))
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void draw_manyTimes_givesEveryFaultOfItsGroupInItsShare() {
    FaultDice dice = new FaultDice(1, EnumSet.allOf(FaultGroup.class), tally);
    List<Fault> drawn = faults(dice, FaultGroup.ANSWERS);
    for (Fault fault : Fault.values()) {
      long count = drawn.stream().filter(fault::equals).count();
      double expected = fault.group() == FaultGroup.ANSWERS ? fault.share() * DRAWS : 0;
      assertThat((double) count).as(fault.label()).isBetween(expected * .6, expected * 1.4);
      assertThat(tally.of(fault.label())).isEqualTo(count);
    }
  }

  @Test
  void draw_sameSeed_givesSameFaults() {
    FaultDice one = new FaultDice(7, EnumSet.allOf(FaultGroup.class), tally);
    FaultDice other = new FaultDice(7, EnumSet.allOf(FaultGroup.class), tally);
    assertThat(faults(one, FaultGroup.METRICS)).isEqualTo(faults(other, FaultGroup.METRICS));
  }

  @Test
  void draw_otherGroupOrStopped_givesNone() {
    FaultDice dice = new FaultDice(1, Set.of(FaultGroup.METRICS), tally);
    assertThat(faults(dice, FaultGroup.ANSWERS)).isEmpty();
    assertThat(dice.roll(FaultGroup.METRICS, "certain", 1)).isTrue();
    dice.stop();
    assertThat(dice.roll(FaultGroup.METRICS, "certain", 1)).isFalse();
    assertThat(tally.all()).containsOnlyKeys("certain");
  }
}
