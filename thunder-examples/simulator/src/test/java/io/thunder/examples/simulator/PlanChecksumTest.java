package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published figures are of these very programs: a change here invalidates every figure. */
final class PlanChecksumTest {

  @ParameterizedTest
  @CsvSource({
    "swe-glm, -6319291596256282590",
    "openhands-glm, -2944618887206123312",
    "swe-qwen, -3244832568854046724",
    "openhands-qwen, -2944618887206123312",
    "science-glm, 2396280022426551691",
    "toolorchestra-q8, 8256900889603995737"
  })
  void plan_numbers_areThoseOfEarlierReleases(String workload, long checksum) {
    assertThat(checksum(ScienceWorkloads.byName(workload))).isEqualTo(checksum);
  }

  private static long checksum(Workload workload) {
    long sum = 0;
    for (int i = 0; i < 20; i++) {
      for (Turn turn : workload.plan(1, i).turns()) {
        sum = Mix.hash(sum, turn.promptTokens());
        sum = Mix.hash(sum, turn.keptTokens());
        sum = Mix.hash(sum, turn.outputTokens());
        sum = Mix.hash(sum, turn.toolNanos());
      }
    }
    return sum;
  }
}
