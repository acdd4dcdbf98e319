package io.thunder.examples.simulator.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RowsTest {

  @Test
  void of_outcomes_groupsSeedsInTheOrderAskedFor() {
    Rows rows = Rows.of(List.of(
        Results.outcome("w", "vllm", 1, 10),
        Results.outcome("w", "thunder", 1, 30),
        Results.outcome("w", "vllm", 2, 20),
        Results.outcome("w", "thunder", 2, 40)));

    assertThat(rows.policies()).containsExactly("vllm", "thunder");
    assertThat(rows.all()).allSatisfy(row -> assertThat(row.runs()).hasSize(2));
    assertThat(rows.all().get(0).stepsPerMinute().mean()).isEqualTo(15);
  }

  @Test
  void speedUp_seedsThatDiffer_isPairedBySeed() {
    Rows rows = Rows.of(List.of(
        Results.outcome("w", "vllm", 1, 10),
        Results.outcome("w", "vllm", 2, 100),
        Results.outcome("w", "thunder", 2, 200),
        Results.outcome("w", "thunder", 1, 20)));

    Estimate ratio = rows.speedUp(rows.all().get(1), "vllm");

    // The throughput varies tenfold, the ratio does not vary at all.
    assertThat(ratio.mean()).isCloseTo(2, within(1e-12));
    assertThat(ratio.half()).isCloseTo(0, within(1e-12));
  }

  @Test
  void speedUp_seedOfOnlyOne_isLeftOut() {
    Rows rows = Rows.of(List.of(
        Results.outcome("w", "vllm", 1, 10),
        Results.outcome("w", "thunder", 1, 20),
        Results.outcome("w", "thunder", 2, 1_000)));

    assertThat(rows.speedUp(rows.all().get(1), "vllm").mean()).isEqualTo(2);
  }

  @Test
  void speedUp_baselineNotRun_isUnknown() {
    Rows rows = Rows.of(List.of(Results.outcome("w", "thunder", 1, 20)));

    assertThat(rows.speedUp(rows.all().get(0), "vllm").isKnown()).isFalse();
  }

  @Test
  void costShares_tokenSeconds_sumToOne() {
    Row row = Rows.of(List.of(Results.outcome("w", "thunder", 1, 20))).all().get(0);

    assertThat(row.costShares().total()).isCloseTo(1, within(1e-12));
    assertThat(row.costShares().decode()).isCloseTo(.5, within(1e-12));
  }
}
