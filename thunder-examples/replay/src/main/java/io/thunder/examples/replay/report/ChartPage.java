package io.thunder.examples.replay.report;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results as one HTML page that needs nothing else: a table and a chart per metric. The charts
 * are drawn here, as SVG, so that the page also shows them where scripts are off; its script only
 * adds the values under the pointer.
 */
public final class ChartPage {

  private static final String TEMPLATE = "chart.html";
  private static final int DIGITS = 100;

  private ChartPage() {}

  /**
   * Formats the results.
   *
   * @param subtitle what was run, in plain text
   * @param results in this order
   * @return the page
   */
  public static String format(String subtitle, List<PolicyResult> results) {
    // The subtitle comes last: only it may contain what looks like a placeholder.
    return template()
        .replace("{{rows}}", rows(results))
        .replace("{{legend}}", legend(results))
        .replace("{{charts}}", charts(results))
        .replace("{{data}}", data(results))
        .replace("{{subtitle}}", escape(subtitle));
  }

  private static String template() {
    try (InputStream page = ChartPage.class.getResourceAsStream(TEMPLATE)) {
      if (page == null) {
        throw new IllegalStateException("resource " + TEMPLATE + " is missing");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rows(List<PolicyResult> results) {
    return results.stream().map(result -> row(result, results)).collect(Collectors.joining());
  }

  private static String row(PolicyResult result, List<PolicyResult> all) {
    return "<tr><th scope=\"row\">" + name(result)
        + cell(ReportTable.known("%.1f", result.stepsPerMinute()))
        + cell(ReportTable.known("%.2f×", result.ratioToPassThrough(all)))
        + cell(ReportTable.known("%.1f %%", 100 * result.prefixHitRate()))
        + cell(ReportTable.known("%.1f s", result.stepLatencyP50Ms() / 1_000))
        + cell(ReportTable.known("%.1f s", result.stepLatencyP95Ms() / 1_000))
        + cell(String.format(Locale.ROOT, "%,d", result.pauses()))
        + cell(String.format(Locale.ROOT, "%,d", result.recomputedTokens()))
        + "</tr>\n";
  }

  private static String cell(String text) {
    return "<td>" + text + "</td>";
  }

  private static String legend(List<PolicyResult> results) {
    return results.stream()
        .map(result -> "<li>" + name(result) + "</li>\n")
        .collect(Collectors.joining());
  }

  private static String name(PolicyResult result) {
    return "<i class=\"key " + Series.css(result) + "\"></i>" + escape(result.title())
        + (result.partial() ? " (partial)" : "");
  }

  private static String charts(List<PolicyResult> results) {
    return Arrays.stream(ChartMetric.values())
        .map(metric -> "<figure><figcaption><b>" + metric.title + "</b> <span>" + metric.unit
            + "</span></figcaption>\n" + new LinePlot(metric, results).svg() + "</figure>\n")
        .collect(Collectors.joining());
  }

  /** Returns the samples for the script; Gson escapes what could end the script element. */
  private static String data(List<PolicyResult> results) {
    List<Map<String, Object>> series = new ArrayList<>();
    for (PolicyResult result : results) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", result.title());
      one.put("minutes", values(result, sample -> sample.endSeconds() / 60));
      for (ChartMetric metric : ChartMetric.values()) {
        one.put(metric.key(), values(result, metric::of));
      }
      series.add(one);
    }
    return new Gson().toJson(series);
  }

  private static List<@Nullable Double> values(PolicyResult result, ToDoubleFunction<Sample> of) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Sample sample : result.samples()) {
      double value = of.applyAsDouble(sample);
      values.add(Double.isFinite(value) ? (double) Math.round(value * DIGITS) / DIGITS : null);
    }
    return values;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
