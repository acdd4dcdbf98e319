package io.thunder.examples.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeapTrendTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final int TURNS_PER_SAMPLE = 1_000;

  private static HeapTrend trend(double... mebibytes) {
    HeapTrend trend = new HeapTrend();
    for (int i = 0; i < mebibytes.length; i++) {
      trend.add(2 * (i + 1), (long) i * TURNS_PER_SAMPLE, (long) (mebibytes[i] * MEBIBYTE));
    }
    return trend;
  }

  @Test
  void verdict_variesLittle_passes() {
    Verdict verdict = trend(100, 104, 101, 103).verdict();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.name()).isEqualTo("heap at rest flat from minute 2.0 on");
    assertThat(verdict.found()).isEqualTo("100.0 to 104.0 MiB, spread 4.0 %, +1048.6 bytes a turn");
  }

  @Test
  void verdict_risesSlowly_fails() {
    assertThat(trend(100, 101, 102, 103, 104, 106).verdict().passed()).isFalse();
  }

  /** As of a run with 4,096 programs: 50,000 turns and 9,000 programs a minute, 20 MiB at rest. */
  @Test
  void verdict_leakOfHundredsOfBytesPerProgram_fails() {
    int programsPerStint = 18_000;
    int turnsPerStint = 100_000;
    HeapTrend trend = new HeapTrend();
    for (int stint = 1; stint <= 5; stint++) {
      long leaked = 200L * programsPerStint * stint;
      trend.add(2 * stint, (long) turnsPerStint * stint, 20 * MEBIBYTE + leaked);
    }
    assertThat(trend.verdict().passed()).isFalse();
    assertThat(trend.verdict().found()).endsWith(", +36.0 bytes a turn");
  }

  @Test
  void verdict_fewSamples_isNotJudged() {
    Verdict verdict = trend(100, 200).verdict();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.found()).contains("not judged");
  }
}
