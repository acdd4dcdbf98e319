package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;

/**
 * Any results as JSON, as a table and as a page. The input is text: a result per line, {@code
 * name|round|seconds|steps|hit rate|p50|p95|pauses|recomputed|partial|fill}, and after it samples of
 * {@code |end|steps|hit rate|occupancy|paused}; what is no number is unknown.
 */
final class ReportFuzzTest {

  private static final int RESULTS_MAX = 8;
  private static final int FIELDS = 11;
  private static final int SAMPLE_FIELDS = 5;

  /** More than any run takes or counts: a century, and a token per nanosecond of it. */
  private static final double SECONDS_MAX = 3e9;

  private static final long COUNT_MAX = 3_000_000_000_000_000_000L / RESULTS_MAX;

  @DictionaryFile(resourcePath = "report.dict")
  @FuzzTest
  void format(byte[] bytes) throws Exception {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<PolicyResult> results =
        text.lines().limit(RESULTS_MAX).map(ReportFuzzTest::result).toList();
    assertJson(JsonReport.format(results), results);
    assertTable(ReportTable.format(results), results);
    assertPage(ChartPage.format(text, results), results);
  }

  private static void assertJson(String json, List<PolicyResult> results) throws Exception {
    JsonObject document = strictly(json).getAsJsonObject();
    boolean repeated = document.has("runs");
    JsonArray runs = document.getAsJsonArray(repeated ? "runs" : "policies");
    assertThat(runs).hasSize(results.size());
    for (int i = 0; i < results.size(); i++) {
      PolicyResult result = results.get(i);
      JsonObject run = runs.get(i).getAsJsonObject();
      assertThat(run.get("name").getAsString()).isEqualTo(result.name());
      assertThat(run.get("pauses").getAsLong()).isEqualTo(result.pauses());
      assertThat(run.get("recomputedTokens").getAsLong()).isEqualTo(result.recomputedTokens());
      assertThat(run.has("partial")).isEqualTo(result.partial());
      assertNumber(run.get("prefixHitRate"), result.prefixHitRate());
      assertNumber(run.get("stepsPerMinute"), result.stepsPerMinute());
      assertNumber(run.get("stepLatencyP50Ms"), result.stepLatencyP50Ms());
    }
  }

  private static void assertNumber(JsonElement written, double value) {
    assertThat(written.isJsonNull()).isEqualTo(!Double.isFinite(value));
    if (Double.isFinite(value)) {
      assertThat(Math.abs(written.getAsDouble() - value))
          .isLessThanOrEqualTo(1e-4 + Math.ulp(value));
    }
  }

  private static void assertTable(String table, List<PolicyResult> results) {
    int rows = 1 + results.size() + Rounds.means(results).size();
    List<String> lines = List.of(table.split("\n", -1));
    assertThat(lines).hasSize(rows + 1);
    assertThat(lines.get(rows)).isEmpty();
    assertThat(lines.subList(0, rows))
        .allMatch(line -> line.length() == lines.get(0).length());
  }

  private static void assertPage(String page, List<PolicyResult> results) throws Exception {
    int script = page.indexOf("id=\"data\">") + "id=\"data\">".length();
    JsonArray series =
        strictly(page.substring(script, page.indexOf("</script>", script))).getAsJsonArray();
    assertThat(series).hasSize(results.size());
    for (int i = 0; i < results.size(); i++) {
      JsonObject one = series.get(i).getAsJsonObject();
      assertThat(one.get("name").getAsString()).isEqualTo(results.get(i).title());
      assertThat(one.getAsJsonArray("minutes")).hasSameSizeAs(results.get(i).samples());
    }
    DocumentBuilder xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    String[] parts = page.split("(?=<svg )");
    assertThat(parts).hasSize(1 + ChartMetric.values().length);
    for (int i = 1; i < parts.length; i++) {
      String svg = parts[i].substring(0, parts[i].indexOf("</svg>") + "</svg>".length());
      xml.parse(new InputSource(new StringReader(svg)));
      assertThat(svg).doesNotContain("NaN", "Infinity");
    }
  }

  private static JsonElement strictly(String json) {
    JsonReader reader = new JsonReader(new StringReader(json));
    reader.setStrictness(Strictness.STRICT);
    return JsonParser.parseReader(reader);
  }

  private static PolicyResult result(String line) {
    String[] fields = line.split("\\|", -1);
    List<Sample> samples = new ArrayList<>();
    IntStream.iterate(FIELDS, at -> at + SAMPLE_FIELDS <= fields.length, at -> at + SAMPLE_FIELDS)
        .mapToObj(at -> new Sample(
            orZero(number(fields, at, SECONDS_MAX)),
            orZero(number(fields, at + 1, COUNT_MAX)),
            number(fields, at + 2, 1),
            number(fields, at + 3, COUNT_MAX),
            (int) count(fields, at + 4, Integer.MAX_VALUE),
            samples.size(),
            count(fields, at + 1, COUNT_MAX)))
        .forEach(samples::add);
    return new PolicyResult(
        name(fields[0]),
        (int) count(fields, 1, RESULTS_MAX),
        orZero(number(fields, 2, SECONDS_MAX)),
        count(fields, 3, COUNT_MAX),
        number(fields, 4, 1),
        number(fields, 5, 1_000 * SECONDS_MAX),
        number(fields, 6, 1_000 * SECONDS_MAX),
        count(fields, 7, COUNT_MAX),
        count(fields, 8, COUNT_MAX),
        0,
        null,
        0,
        fields.length > 9 && fields[9].equals("true"),
        orZero(number(fields, 10, SECONDS_MAX)),
        samples);
  }

  /** Names of policies are words: they stand in a table, and hold no placeholders of the page. */
  private static String name(String field) {
    return field.replaceAll("\\p{Cntrl}", "").replace("{{", "{");
  }

  private static double number(String[] fields, int at, double max) {
    try {
      double value = at < fields.length ? Math.abs(Double.parseDouble(fields[at])) : Double.NaN;
      return Double.isFinite(value) ? Math.min(max, value) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static long count(String[] fields, int at, long max) {
    return Math.min(max, Math.round(orZero(number(fields, at, (double) max))));
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
