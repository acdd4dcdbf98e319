package io.thunder.examples.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeapTrendTest {

  private static final int MEBIBYTE = 1 << 20;

  private static HeapTrend trend(double... mebibytes) {
    HeapTrend trend = new HeapTrend();
    for (int i = 0; i < mebibytes.length; i++) {
      trend.add(i + 1, (long) (mebibytes[i] * MEBIBYTE));
    }
    return trend;
  }

  @Test
  void verdict_risesInFirstMinuteOnly_passes() {
    Verdict verdict = trend(40, 100, 104, 101, 103).verdict();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.found()).isEqualTo("100.0 to 104.0 MiB, spread 4.0 %");
  }

  @Test
  void verdict_risesSlowly_fails() {
    assertThat(trend(90, 100, 101, 102, 103, 104, 105, 106).verdict().passed()).isFalse();
  }

  @Test
  void verdict_fewMinutes_isNotJudged() {
    Verdict verdict = trend(100, 200, 300).verdict();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.found()).contains("not judged");
  }
}
