package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BudgetTest {

  @Test
  void isMetBy_atMost_upToItsLimit() {
    Budget budget = Budget.atMost(10);
    assertThat(budget.isMetBy(10)).isTrue();
    assertThat(budget.isMetBy(10.001)).isFalse();
  }

  @Test
  void isMetBy_atLeast_fromItsLimitOn() {
    Budget budget = Budget.atLeast(10);
    assertThat(budget.isMetBy(10)).isTrue();
    assertThat(budget.isMetBy(9.999)).isFalse();
  }

  @Test
  void isMetBy_atMostNothing_byNothingOnlyHoweverRelaxed() {
    Budget budget = Budget.atMost(0).relaxed(1.25);
    assertThat(budget.isMetBy(0)).isTrue();
    assertThat(budget.isMetBy(1)).isFalse();
  }

  @Test
  void relaxed_eitherBound_limitIsEasierToMeet() {
    assertThat(Budget.atMost(10).relaxed(2).limit()).isEqualTo(20);
    assertThat(Budget.atLeast(10).relaxed(2).limit()).isEqualTo(5);
  }

  @Test
  void text_eitherBound_signAndLimit() {
    assertThat(Budget.atMost(1.03).text()).isEqualTo("<= 1.030");
    assertThat(Budget.atLeast(1_000_000).text()).isEqualTo(">= 1,000,000");
  }

  @Test
  void all_names_beginWithBenchmarks() {
    Stream<String> first =
        Budgets.all().keySet().stream().map(name -> name.substring(0, name.indexOf('.')));
    assertThat(Benchmarks.ALL.stream().map(Benchmark::name)).containsAll(first.toList());
  }

  @Test
  void all_limits_dependOnTheMachineIfTheyAreTimes() {
    assertThat(Budgets.of("handover.release.futures-10000.p99").reference())
        .isEqualTo(Reference.WAKEUP);
    assertThat(Budgets.of("chat.1KB.thunder/bare.p99").reference()).isNull();
    assertThat(Budgets.of("chat.1KB.thunder.p99")).isNull();
  }
}
