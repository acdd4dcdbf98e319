package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thunder.backend.BackendReading;
import io.thunder.okhttp.Allocation;
import io.thunder.okhttp.internal.PrometheusText.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okio.Buffer;
import okio.BufferedSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a page of metrics. */
final class PrometheusFuzzTest {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /** Buffers, maps and patterns: what a page costs besides its length. */
  private static final long ALLOCATED_BYTES = 256 * 1024;

  private static final long ALLOCATED_PER_BYTE = 512;

  @MethodSource("io.thunder.okhttp.internal.FuzzSeeds#metrics")
  @DictionaryFile(resourcePath = "prometheus.dict")
  @FuzzTest
  void read(byte[] page) throws Throwable {
    if (page.length >= PrometheusText.LINE_BYTES_MAX) {
      return;
    }
    List<Series> series = series(new Buffer().write(page));
    assertThat(series(TrickleSource.of(page, 1 + page.length % 7))).isEqualTo(series);

    List<Series> proper = series.stream().filter(PrometheusFuzzTest::isProper).toList();
    assertThat(series(new Buffer().writeUtf8(canonical(proper)))).isEqualTo(proper);

    Allocation.assertAtMost(
        ALLOCATED_BYTES + ALLOCATED_PER_BYTE * page.length,
        () -> assertPossible(VllmMetrics.read(new Buffer().write(page), null)));
  }

  private static void assertPossible(BackendReading reading) {
    assertThat(Stream.of(
            reading.running(),
            reading.waiting(),
            reading.prefixQueryTokens(),
            reading.prefixHitTokens(),
            reading.preemptions()))
        .allMatch(count -> count == null || count >= 0);
    assertThat(reading.capacityTokens())
        .satisfiesAnyOf(
            tokens -> assertThat(tokens).isNull(), tokens -> assertThat(tokens).isPositive());
    assertThat(reading.kvUsage())
        .satisfiesAnyOf(
            usage -> assertThat(usage).isNull(), usage -> assertThat(usage).isBetween(0.0, 1.0));
  }

  private static List<Series> series(BufferedSource page) throws IOException {
    List<Series> all = new ArrayList<>();
    PrometheusText.read(page, name -> true, label -> true, all::add);
    return all;
  }

  /** Whether an exporter may write it: the reader is not strict about names. */
  private static boolean isProper(Series series) {
    return Stream.concat(Stream.of(series.name()), series.labels().keySet().stream())
        .allMatch(name -> NAME.matcher(name).matches());
  }

  private static String canonical(List<Series> all) {
    StringBuilder page = new StringBuilder();
    for (Series series : all) {
      page.append(series.name()).append('{');
      for (Map.Entry<String, String> label : series.labels().entrySet()) {
        String value =
            label.getValue().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        page.append(label.getKey()).append("=\"").append(value).append("\",");
      }
      page.append("} ").append(number(series.value())).append('\n');
    }
    return page.toString();
  }

  private static String number(double value) {
    return Double.toString(value).replace("Infinity", "Inf");
  }
}
