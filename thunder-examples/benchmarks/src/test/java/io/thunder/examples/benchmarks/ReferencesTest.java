package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReferencesTest {

  @Test
  void measure_anyMachine_everyReferenceCostsSomething() throws InterruptedException {
    Map<Reference, Double> costs = References.measure();
    assertThat(costs).containsOnlyKeys(Reference.values());
    costs.forEach((reference, cost) -> assertThat(cost / reference.stated())
        .as(reference.figure())
        .isGreaterThan(0.02)
        .isFinite());
  }
}
