package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pauses are compared with the fewest that would have done, overflow by overflow. */
final class PauseLogTest {

  private final PauseLog log = new PauseLog();

  @BeforeEach
  void fourTools() {
    log.holds(0, "large", 1_000);
    log.holds(0, "middle", 500);
    log.holds(0, "small", 100);
    log.holds(0, "tiny", 50);
  }

  @Test
  void paused_fewestThatDo_isNoneTooMany() {
    log.paused(0, "large", 1_200, 7);
    log.paused(0, "middle", 200, 7);

    assertThat(log.pauses()).isEqualTo(2);
    assertThat(log.overPauses()).isZero();
  }

  @Test
  void paused_smallOnesFirst_areTooMany() {
    log.paused(0, "tiny", 120, 7);
    log.paused(0, "small", 70, 7);
    log.paused(0, "middle", 10, 7);

    assertThat(log.overPauses()).isEqualTo(2);
  }

  @Test
  void paused_atAnotherTimeOrPlaceOrForMore_isAnotherOverflow() {
    log.holds(1, "elsewhere", 100);

    log.paused(0, "large", 10, 7);
    log.paused(0, "middle", 10, 8);
    log.paused(1, "elsewhere", 10, 8);
    log.paused(0, "small", 20, 8);

    assertThat(log.overPauses()).isZero();
  }

  @Test
  void paused_afterATurnWasLetIn_isAnotherOverflow() {
    log.paused(0, "large", 20, 7);
    log.letIn(0);
    log.paused(0, "middle", 10, 7);

    assertThat(log.overPauses()).isZero();
  }

  @Test
  void paused_largeProgramWhoseToolHasEnded_couldNotHaveBeenChosen() {
    log.left("large");

    log.paused(0, "middle", 550, 7);
    log.paused(0, "small", 50, 7);

    assertThat(log.overPauses()).isZero();
  }

  @Test
  void paused_whoseToolStartedWhenNobodyWasLeft_couldNotHaveBeenChosenBefore() {
    log.holds(1, "first", 20);
    log.paused(1, "first", 55, 7);
    log.holds(1, "second", 30);
    log.paused(1, "second", 35, 7);
    log.holds(1, "third", 10);
    log.paused(1, "third", 5, 7);

    assertThat(log.overPauses()).isZero();
  }

  @Test
  void paused_withoutAnOverflow_isCountedOnly() {
    log.paused(0, "tiny", -5, 7);
    log.paused(0, "small", -5, 7);

    assertThat(log.pauses()).isEqualTo(2);
    assertThat(log.overPauses()).isZero();
  }
}
