package io.thunder.okhttp.internal;

import io.thunder.okhttp.internal.PrometheusText.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The wanted series of one metrics page, and figures over them.
 *
 * <p>Metrics were renamed over time and a server may show the old and the new name side by side, so
 * that names are tried one after the other and never added. Names and labels are compared whole:
 * {@code prompt_tokens_created} is a time, and {@code user_specified_block_size} is not {@code
 * block_size}.
 */
final class MetricsPage {

  /** More series of a few names than any server has: the rest is not kept. */
  private static final int SERIES_MAX = 10_000;

  private final Map<String, List<Series>> byName = new HashMap<>();
  private int kept;

  private MetricsPage() {}

  /**
   * Reads a page.
   *
   * @param names which series are wanted
   * @param labels which of their labels are
   * @param counts which series to keep
   * @throws TooLargeException if the page is too large
   */
  static MetricsPage read(
      BufferedSource source, Set<String> names, Set<String> labels, Predicate<Series> counts)
      throws IOException {
    MetricsPage page = new MetricsPage();
    PrometheusText.read(source, names::contains, labels::contains, series -> {
      if (page.kept < SERIES_MAX && counts.test(series)) {
        page.kept++;
        page.byName.computeIfAbsent(series.name(), name -> new ArrayList<>()).add(series);
      }
    });
    return page;
  }

  /** Leaves series out of every name. */
  void reduce(UnaryOperator<List<Series>> reduction) {
    byName.replaceAll((name, series) -> reduction.apply(series));
  }

  /** All series of one name. */
  List<Series> all(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** The sum over the first name that has possible values, or null. */
  @Nullable
  Long sum(List<String> names) {
    double[] values = values(names);
    return values.length == 0 ? null : (Long) Math.round(sum(values));
  }

  /** The average over the first name that has possible values, or null. */
  @Nullable
  Double average(List<String> names) {
    double[] values = values(names);
    return values.length == 0 ? null : (Double) (sum(values) / values.length);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The possible values of the first name that has any; V0 of vLLM shows -1 for the unknown. */
  private double[] values(List<String> names) {
    for (String name : names) {
      double[] values = all(name).stream()
          .mapToDouble(Series::value)
          .filter(value -> value >= 0 && value <= Double.MAX_VALUE)
          .toArray();
      if (values.length > 0) {
        return values;
      }
    }
    return new double[0];
  }
}
