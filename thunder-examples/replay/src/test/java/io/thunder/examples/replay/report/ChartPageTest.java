package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ChartPageTest {

  private static final String PAGE = ChartPage.format(
      "2 programs <of> {{data}} & more",
      List.of(Results.of("passThrough", 100, false), Results.of("thunder", 350, true)));

  @Test
  void format_results_drawsEveryMetricForEveryPolicy() {
    assertThat(PAGE.split("<svg ")).hasSize(1 + ChartMetric.values().length);
    assertThat(PAGE.split("class=\"series ")).hasSize(1 + 2 * ChartMetric.values().length);
    for (ChartMetric metric : ChartMetric.values()) {
      assertThat(PAGE).contains(metric.title).contains(metric.unit);
    }
  }

  @Test
  void format_results_holdsTableAndLegend() {
    assertThat(PAGE).contains("<td>350.0</td><td>3.50×</td>").contains("thunder (partial)</li>");
  }

  @Test
  void format_samples_areInTheData() {
    Matcher data = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(PAGE);
    assertThat(data.find()).isTrue();
    JsonArray series = JsonParser.parseString(data.group(1)).getAsJsonArray();
    JsonObject thunder = series.get(1).getAsJsonObject();

    assertThat(thunder.get("name").getAsString()).isEqualTo("thunder");
    assertThat(thunder.get("throughput")).hasToString("[0.0,417.25]");
    assertThat(thunder.get("hit_rate")).hasToString("[null,90.0]");
  }

  @Test
  void format_anything_refersToNothingOutside() {
    assertThat(PAGE).doesNotContainPattern("https?://|//[a-z]|src=|href=|@import|url\\(");
  }

  @Test
  void format_subtitle_isEscapedAndNotExpanded() {
    assertThat(PAGE).contains("2 programs &lt;of&gt; {{data}} &amp; more");
  }

  @Test
  void format_noSamples_drawsEmptyCharts() {
    assertThat(ChartPage.format("", List.of(Results.empty("thunder", null))))
        .contains("<svg ")
        .doesNotContain("NaN")
        .doesNotContain("Infinity");
  }
}
