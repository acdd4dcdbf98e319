package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTableTest {

  @Test
  void format_results_alignsColumnsAndComparesWithPassThrough() {
    String table = ReportTable.format(
        List.of(Results.of("passThrough", 100, false), Results.of("thunder", 350, true)));

    assertThat(table).isEqualTo("""
            policy             steps/min  prefix hits  step p50  step p95  pauses  recomputed tokens  vs passThrough
            passThrough            100.0       95.4 %     4.3 s    54.3 s       4          2,000,000           1.00x
            thunder (partial)      350.0       95.4 %     4.3 s    54.3 s       4          2,000,000           3.50x
            """);
  }

  @Test
  void format_repeatedRuns_comparesWithinRoundsAndMeans() {
    String table = ReportTable.format(List.of(
        Results.ofRound("passThrough", 1, 100),
        Results.ofRound("thunder", 1, 300),
        Results.ofRound("passThrough", 2, 200),
        Results.ofRound("thunder", 2, 300)));

    assertThat(table.lines().map(line -> line.replaceAll("  .*  ", " ")))
        .containsExactly(
            "policy vs passThrough",
            "passThrough #1 1.00x",
            "thunder #1 3.00x",
            "passThrough #2 1.00x",
            "thunder #2 1.50x",
            "passThrough mean 1.00x",
            "thunder mean 2.00x");
  }

  @Test
  void format_nothingMeasured_showsDashes() {
    assertThat(
            ReportTable.format(List.of(Results.empty("thunder", null))).lines().skip(1))
        .singleElement()
        .asString()
        .matches("thunder \\(partial\\) +- +- +- +- +0 +0 +-");
  }
}
