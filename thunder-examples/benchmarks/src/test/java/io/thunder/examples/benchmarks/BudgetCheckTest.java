package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BudgetCheckTest {

  private static final String SOON = "handover.release.futures-10000.p99";
  private static final String RATE = "admission.free.programs-1000.backends-1.rate";
  private static final String RATIO = "chat.1KB.thunder/bare.p50";

  private double slowness = 1;

  @Test
  void violations_allAtTheirLimits_none() {
    assertThat(check()).isEmpty();
  }

  @Test
  void violations_upToAQuarterMore_tolerated() {
    assertThat(check(figure(SOON, 1_249), figure(RATIO, 1.28), figure(RATE, 801_000)))
        .isEmpty();
  }

  @Test
  void violations_moreThanAQuarterMore_namedWithValueAndBudget() {
    assertThat(check(figure(SOON, 1_251), figure(RATIO, 1.29), figure(RATE, 799_000)))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith(SOON + " is 1,251 u, ").contains("<= 1,000"),
            line -> assertThat(line).startsWith(RATIO + " is 1.290 u, ").endsWith("<= 1.030"),
            line -> assertThat(line).startsWith(RATE + " is 799,000 u, ").contains(">= 1,000,000"));
  }

  @Test
  void violations_machineTwiceAsSlow_timesAreScaledAndRatiosAreNot() {
    slowness = 2;
    assertThat(check(figure(SOON, 2_499), figure(RATE, 401_000))).isEmpty();
    assertThat(check(figure(SOON, 2_501), figure(RATIO, 1.29)))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith(SOON).endsWith("times 2.00 here"),
            line -> assertThat(line).startsWith(RATIO));
  }

  @Test
  void violations_figureNotMeasured_named() {
    List<Figure> figures = new ArrayList<>(run());
    figures.removeIf(figure -> figure.name().equals(RATIO));
    assertThat(BudgetCheck.violations(figures, benchmarks()))
        .containsExactly(RATIO + " has a budget, but was not measured");
  }

  @Test
  void violations_benchmarkNotRun_itsBudgetsDoNotCount() {
    List<Figure> figures = new ArrayList<>(run());
    figures.removeIf(figure -> figure.name().startsWith("chat."));
    assertThat(BudgetCheck.violations(figures, Set.of("handover"))).isEmpty();
  }

  private List<String> check(Figure... different) {
    List<Figure> figures = new ArrayList<>(run());
    for (Figure figure : different) {
      figures.replaceAll(old -> old.name().equals(figure.name()) ? figure : old);
    }
    return BudgetCheck.violations(figures, benchmarks());
  }

  /** Every figure at its limit, on a machine that was as slow as it is once in two measurements. */
  private List<Figure> run() {
    List<Figure> figures = new ArrayList<>();
    Budgets.all().forEach((name, budget) -> figures.add(figure(name, budget.limit())));
    for (Reference reference : Reference.values()) {
      figures.add(figure(reference.figure() + ".before", reference.stated() * slowness));
      figures.add(figure(reference.figure() + ".after", reference.stated() * 0.5));
    }
    return figures;
  }

  private static Figure figure(String name, double value) {
    return new Figure(name, value, "u", Budgets.of(name));
  }

  private static Set<String> benchmarks() {
    return Set.of("admission", "chat", "handover", "memory");
  }
}
