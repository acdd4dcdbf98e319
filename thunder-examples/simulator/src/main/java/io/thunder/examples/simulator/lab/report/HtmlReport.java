package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.report.HeatTable.Cell;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The whole report as one page that needs nothing else: no script, no font, no network. */
public final class HtmlReport {

  private static final String TEMPLATE = "report.html";

  /** Gains from here on get the full colour. */
  private static final double FULL_SPEED_UP = 5;

  private static final double FULL_ABLATION = 1.25;

  private final Report report;
  private final Rows clean;
  private final Palette palette;

  private HtmlReport(Report report) {
    this.report = report;
    this.clean = report.comparison().where(row -> row.condition().equals(Condition.CLEAN.name()));
    this.palette = new Palette(clean.policies());
  }

  /** Returns the page. */
  public static String format(Report report) {
    HtmlReport html = new HtmlReport(report);
    return template()
        .replace("{{subtitle}}", Html.escape(report.subtitle()))
        .replace("{{body}}", html.comparison() + html.studies());
  }

  private static String template() {
    try (InputStream page = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
      if (page == null) {
        throw new IllegalStateException("resource " + TEMPLATE + " is missing");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String comparison() {
    if (report.comparison().all().isEmpty()) {
      return "";
    }
    return Html.section(
            "Targets",
            "What the default policy is to show, and whether it does in these runs.",
            TargetsTable.html(Targets.check(report.comparison())))
        + Html.section(
            "Throughput",
            "Steps per minute with 95 % confidence intervals; the factor is over vllm, seed by"
                + " seed.",
            palette.legend(clean.policies())
                + perWorkload(rows -> ThroughputChart.svg(clean, rows, palette)))
        + Html.section("Speed-up over vllm", "Mean of the ratios of each seed.", speedUps())
        + Html.section("Prefix cache hits", "Share of prompt tokens found in the cache.", hits())
        + Html.section(
            "What the memory was spent on",
            "Shares of capacity times time. Recomputation, idle caches and unused memory are what"
                + " scheduling tries to avoid.",
            CostChart.legend() + perWorkload(CostChart::svg))
        + Html.section(
            "Step latency",
            "From a turn's arrival to its answer in seconds: median, 95th and 99th percentile, large"
                + " to small. Logarithmic.",
            perWorkload(rows -> LatencyChart.svg(rows, palette)))
        + Html.section(
            "Fairness",
            "Worst wait of a turn (logarithmic) against Jain's index of the programs' speeds; up and"
                + " to the left is better.",
            palette.legend(clean.policies())
                + Html.figure("Jain's index", "", FairnessChart.svg(clean, palette)))
        + conditions();
  }

  private String perWorkload(Function<List<Row>, String> chart) {
    return Html.charts(clean.workloads().stream()
        .map(workload -> {
          List<Row> rows = clean.where(row -> row.workload().equals(workload)).all();
          return Html.figure(workload, rows.get(0).setting(), chart.apply(rows));
        })
        .collect(Collectors.joining()));
  }

  private String speedUps() {
    return cells(
        clean, row -> Cell.ratio("%.2fx", clean.speedUp(row, Rows.VLLM).mean(), FULL_SPEED_UP));
  }

  private String hits() {
    return cells(clean, row -> Cell.share(row.mean(RunResult::hitRate)));
  }

  private static String cells(Rows rows, Function<Row, Cell> cell) {
    return HeatTable.html("", rows.workloads(), rows.policies(), (workload, policy) -> rows.find(
            workload, policy, Condition.CLEAN.name())
        .map(cell)
        .orElse(Cell.EMPTY));
  }

  private String conditions() {
    Rows all = report.comparison();
    List<String> conditions = all.all().stream().map(Row::condition).distinct().toList();
    if (conditions.size() < 2) {
      return "";
    }
    return Html.section(
        "Told wrongly",
        "Throughput of the default policy relative to its own when all it is told is true.",
        HeatTable.html("", all.workloads(), conditions, (workload, condition) -> {
          Optional<Row> base = clean.find(workload, Rows.THUNDER, Condition.CLEAN.name());
          return all.find(workload, Rows.THUNDER, condition)
              .flatMap(row -> base.map(row::speedUpOver))
              .map(ratio -> Cell.ratio("%.3f", ratio.mean(), FULL_ABLATION))
              .orElse(Cell.EMPTY);
        }));
  }

  private String studies() {
    StringBuilder html = new StringBuilder();
    Rows ablations = report.ablations();
    if (!ablations.all().isEmpty()) {
      html.append(Html.section(
          "Ablations",
          "Throughput of the default policy without one of its mechanisms, relative to the whole:"
              + " below 1, the mechanism earns its place.",
          HeatTable.html(
              "", ablations.policies(), ablations.workloads(), (policy, workload) -> ablations
                  .find(workload, policy, Condition.CLEAN.name())
                  .map(row ->
                      Cell.ratio("%.3f", AblationTable.whole(ablations, row).mean(), FULL_ABLATION))
                  .orElse(Cell.EMPTY))));
    }
    if (!report.calibration().all().isEmpty()) {
      html.append(calibration());
    }
    if (!report.sensitivity().all().isEmpty()) {
      html.append(Html.section(
          "Sensitivity",
          "The published workloads at their most programs, each assumed parameter 30 % less and"
              + " more: does the order thunder, published, vllm hold?",
          text(SensitivityTable.format(report.sensitivity()))));
    }
    return html.toString();
  }

  private String calibration() {
    Rows rows = report.calibration();
    Palette systems = new Palette(rows.policies());
    String charts = PaperFigures.workloads().stream()
        .filter(workload ->
            rows.workloads().stream().anyMatch(name -> name.startsWith(workload.name() + "-")))
        .map(workload -> Html.figure(
                workload.name(),
                "steps per minute",
                CalibrationChart.throughput(rows, workload, systems))
            + Html.figure(
                workload.name(),
                "prefix hits, per cent",
                CalibrationChart.hits(rows, workload, systems)))
        .collect(Collectors.joining());
    return Html.section(
        "Calibration",
        "The model, solid, beside figures 4 and 5 of arXiv:2602.13692, dashed; those points scatter"
            + " by 15 to 20 %.",
        systems.legend(rows.policies())
            + Html.charts(charts)
            + text(CollapseTable.format(rows))
            + text(ParameterTable.engines() + "\n" + ParameterTable.workloads()));
  }

  private static String text(String table) {
    return "<div class=\"card\"><pre>" + Html.escape(table) + "</pre></div>\n";
  }
}
