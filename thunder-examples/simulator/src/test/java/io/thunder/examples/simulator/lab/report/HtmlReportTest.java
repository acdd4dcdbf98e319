package io.thunder.examples.simulator.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.lab.sweep.Results;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class HtmlReportTest {

  private static final Rows NONE = Rows.of(List.of());

  private static final Rows TWO = Rows.of(List.of(
      Results.outcome("swe-glm-96", "vllm", 1, 100),
      Results.outcome("swe-glm-96", "<odd> & \"policy\"", 1, 50),
      Results.outcome("swe-glm-96", "thunder", 1, 300)));

  private static String page() {
    return HtmlReport.format(new Report(TWO, TWO, TWO, NONE));
  }

  @Test
  void format_page_needsNothingElse() {
    assertThat(page()).doesNotContain("http://", "https://", "<script", "<link", "url(", "{{");
  }

  @Test
  void format_page_showsEveryPart() {
    assertThat(page())
        .contains("Targets", "Throughput", "Speed-up over vllm", "Prefix cache hits")
        .contains("What the memory was spent on", "Step latency", "Fairness", "Ablations")
        .contains("Calibration", "3.00x", "prefers-color-scheme: dark")
        .doesNotContain("Sensitivity");
  }

  @Test
  void format_everyDrawing_isWellFormed() throws Exception {
    String[] parts = page().split("(?=<svg )");

    assertThat(parts).hasSizeGreaterThan(5);
    for (int i = 1; i < parts.length; i++) {
      String svg = parts[i].substring(0, parts[i].indexOf("</svg>") + "</svg>".length());
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
      assertThat(svg).doesNotContain("NaN", "Infinity");
    }
  }
}
