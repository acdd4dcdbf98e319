package io.thunder.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares figures with their budgets. A limit that depends on the machine is scaled by what the
 * {@linkplain Reference reference} cost in the same run, the slower of its measurements; a quarter
 * more is tolerated.
 */
final class BudgetCheck {

  private static final double TOLERATED = 1.25;

  private BudgetCheck() {}

  /**
   * Finds what is wrong.
   *
   * @param figures a whole run, the references included
   * @param benchmarks the names of those that ran; their budgets must all have been measured
   * @return a line for each figure that is missing, or exceeds its budget by more than is tolerated
   */
  static List<String> violations(List<Figure> figures, Set<String> benchmarks) {
    Map<String, Figure> byName =
        figures.stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    List<String> violations = new ArrayList<>();
    Budgets.all().forEach((name, budget) -> {
      Figure figure = byName.get(name);
      double slowness = slowness(budget, figures);
      if (!benchmarks.contains(name.substring(0, name.indexOf('.')))) {
        return;
      }
      if (figure == null) {
        violations.add(name + " has a budget, but was not measured");
      } else if (!budget.relaxed(slowness * TOLERATED).isMetBy(figure.value())) {
        violations.add(describe(figure, budget, slowness));
      }
    });
    return violations;
  }

  /** How many times slower this machine is, just now, than the one where a budget was stated. */
  private static double slowness(Budget budget, List<Figure> figures) {
    Reference reference = budget.reference();
    if (reference == null) {
      return 1;
    }
    return figures.stream()
            .filter(figure -> figure.name().startsWith(reference.figure()))
            .mapToDouble(Figure::value)
            .max()
            .orElseThrow(() -> new IllegalArgumentException(reference + " was not measured"))
        / reference.stated();
  }

  private static String describe(Figure figure, Budget budget, double slowness) {
    String scaled =
        budget.reference() == null ? "" : String.format(Locale.ROOT, " times %.2f here", slowness);
    return String.format(
        Locale.ROOT,
        "%s is %s %s, more than a quarter off its budget of %s%s",
        figure.name(),
        Figures.text(figure.value()),
        figure.unit(),
        budget.text(),
        scaled);
  }
}
