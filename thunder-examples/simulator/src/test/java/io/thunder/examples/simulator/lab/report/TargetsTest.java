package io.thunder.examples.simulator.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.sweep.Outcome;
import io.thunder.examples.simulator.lab.sweep.Results;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetsTest {

  private static final Condition WRONG = new Condition("capacity+20", 1.2, 1, null);

  private static Verdict verdict(String start, Outcome... outcomes) {
    return Targets.check(Rows.of(List.of(outcomes))).stream()
        .filter(verdict -> verdict.target().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void check_factorReached_isMet() {
    Verdict verdict = verdict(
        "1. swe-glm-96",
        Results.outcome("swe-glm-96", "vllm", 1, 100),
        Results.outcome("swe-glm-96", "thunder", 1, 265));

    assertThat(verdict.state()).isEqualTo(Verdict.State.MET);
    assertThat(verdict.figure()).isEqualTo("2.65x");
  }

  @Test
  void check_factorNotReached_isMissed() {
    Verdict verdict = verdict(
        "1. swe-glm-96",
        Results.outcome("swe-glm-96", "vllm", 1, 100),
        Results.outcome("swe-glm-96", "thunder", 1, 264));

    assertThat(verdict.state()).isEqualTo(Verdict.State.MISSED);
  }

  @Test
  void check_workloadNotRun_isNotMeasured() {
    Verdict verdict = verdict("1. swe-glm-96", Results.outcome("other", "thunder", 1, 265));

    assertThat(verdict.state()).isEqualTo(Verdict.State.NOT_MEASURED);
  }

  @Test
  void check_slowerThanPublishedOnOneWorkload_namesIt() {
    Verdict verdict = verdict(
        "2. over the published policy on any workload",
        Results.outcome("a", "published", 1, 100),
        Results.outcome("a", "thunder", 1, 120),
        Results.outcome("b", "published", 1, 100),
        Results.outcome("b", "thunder", 1, 90));

    assertThat(verdict.state()).isEqualTo(Verdict.State.MISSED);
    assertThat(verdict.figure()).isEqualTo("1 of 2, lowest b 0.90x");
  }

  @Test
  void check_severalWorkloads_takesTheirGeometricMean() {
    Verdict verdict = verdict(
        "2. over the published policy, geometric mean",
        Results.outcome("a", "published", 1, 100),
        Results.outcome("a", "thunder", 1, 200),
        Results.outcome("b", "published", 1, 100),
        Results.outcome("b", "thunder", 1, 50));

    assertThat(verdict.state()).isEqualTo(Verdict.State.MISSED);
    assertThat(verdict.figure()).isEqualTo("1.00x over 2 workloads");
  }

  @Test
  void check_wrongCapacity_comparesWithOwnCleanResultAndBaselinesThere() {
    Outcome[] outcomes = {
      Results.outcome("a", "thunder", 1, 100),
      Results.outcome("a", "thunder", WRONG, 1, Results.result(80)),
      Results.outcome("a", "published", WRONG, 1, Results.result(70)),
      Results.outcome("a", "infinite-cache", WRONG, 1, Results.result(300)),
    };

    assertThat(verdict("7. capacity+20: over its own", outcomes).figure())
        .isEqualTo("0 of 1, lowest a 0.80x");
    assertThat(verdict("7. capacity+20: over the best baseline", outcomes).state())
        .isEqualTo(Verdict.State.MET);
  }
}
