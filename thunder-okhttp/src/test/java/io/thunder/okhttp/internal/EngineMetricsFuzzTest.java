package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thunder.backend.BackendReading;
import java.io.IOException;
import okio.Buffer;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as the metrics of each engine that shows some, for all of its ranks and for one. */
final class EngineMetricsFuzzTest {

  @MethodSource("io.thunder.okhttp.internal.FuzzSeeds#metrics")
  @DictionaryFile(resourcePath = "metrics.dict")
  @FuzzTest
  void read(byte[] page) throws IOException {
    if (page.length >= PrometheusText.LINE_BYTES_MAX) {
      return;
    }
    for (Integer rank : new Integer[] {null, 0, 1}) {
      SglangMetrics sglang = SglangMetrics.read(new Buffer().write(page), rank);
      assertThat(SglangMetrics.read(TrickleSource.of(page, 1 + page.length % 7), rank))
          .isEqualTo(sglang);
      assertPossible(sglang);
      EnginePagesFuzzTest.assertReading(
          SglangProbe.reading(SglangLoads.of(null, rank), SglangInfo.of(null, rank), sglang));

      BackendReading vllm = VllmMetrics.read(new Buffer().write(page), rank);
      assertThat(VllmMetrics.read(TrickleSource.of(page, 1 + page.length % 5), rank))
          .isEqualTo(vllm);
      EnginePagesFuzzTest.assertReading(vllm);
    }
  }

  private static void assertPossible(SglangMetrics metrics) {
    Double usage = metrics.usage();
    assertThat(usage == null || usage >= 0).as("usage %s", usage).isTrue();
    assertThat(metrics.pageTokens() == null || metrics.pageTokens() >= 0).isTrue();
  }
}
