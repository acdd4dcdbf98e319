package io.thunder.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class SchedulingPolicyTest {

  @Test
  void thunder_always_isEventDrivenWithHeadroom() {
    SchedulingPolicy policy = SchedulingPolicy.thunder();

    assertThat(policy)
        .isEqualTo(new SchedulingPolicy(
            "thunder",
            /* capacityAware= */ true,
            /* admitWatermark= */ 0.92,
            /* pauseWatermark= */ 1.0,
            PauseOrder.LONGEST_IDLE_FIRST,
            ResumeOrder.SMALLEST_FIRST,
            Placement.LEAST_LATENCY,
            /* stickyResume= */ true,
            /* moveGap= */ 0.1,
            /* resumeIdle= */ false,
            /* tick= */ Duration.ZERO,
            /* actingWeight= */ 1.0,
            /* actingHalfLife= */ Duration.ZERO,
            /* growthReserveTokens= */ 0,
            /* growthShare= */ 0.5,
            /* sharedPrefixes= */ true,
            /* cacheFeedback= */ true,
            /* inheritPriority= */ true,
            /* idleGrace= */ Duration.ofSeconds(20),
            /* arrivalOrderFor= */ Duration.ofMinutes(10),
            /* ageing= */ Duration.ofMinutes(10),
            /* reservationAfter= */ Duration.ofMinutes(30)));
    assertThat(policy.isEventDriven()).isTrue();
  }

  @Test
  void published_always_hasTheValuesOfThePaper() {
    SchedulingPolicy policy = SchedulingPolicy.published();

    assertThat(policy)
        .isEqualTo(new SchedulingPolicy(
            "published",
            /* capacityAware= */ true,
            /* admitWatermark= */ 1.0,
            /* pauseWatermark= */ 1.0,
            PauseOrder.SMALLEST_FIRST,
            ResumeOrder.SMALLEST_FIRST,
            Placement.MOST_FREE,
            /* stickyResume= */ false,
            /* moveGap= */ 1.0,
            /* resumeIdle= */ true,
            /* tick= */ Duration.ofSeconds(5),
            /* actingWeight= */ 1.0,
            /* actingHalfLife= */ Duration.ZERO,
            /* growthReserveTokens= */ 100,
            /* growthShare= */ 0,
            /* sharedPrefixes= */ false,
            /* cacheFeedback= */ false,
            /* inheritPriority= */ false,
            /* idleGrace= */ Duration.ZERO,
            /* arrivalOrderFor= */ Duration.ZERO,
            /* ageing= */ Duration.ofMinutes(10),
            /* reservationAfter= */ Duration.ofMinutes(30)));
    assertThat(policy.isEventDriven()).isFalse();
  }

  @Test
  void publishedWithDecay_always_fadesByTheSecond() {
    assertThat(SchedulingPolicy.publishedWithDecay())
        .isEqualTo(SchedulingPolicy.published().toBuilder()
            .name("publishedWithDecay")
            .actingHalfLife(Duration.ofSeconds(1))
            .build());
  }

  @Test
  void passThrough_always_ignoresCapacity() {
    assertThat(SchedulingPolicy.passThrough().capacityAware()).isFalse();
    assertThat(SchedulingPolicy.passThrough().name()).isEqualTo("passThrough");
  }

  @Test
  void routed_anyStrategy_isNamedAfterItAndPausesNobody() {
    SchedulingPolicy each = SchedulingPolicy.routed(Placement.LEAST_LOAD, false);
    SchedulingPolicy sticky = SchedulingPolicy.routed(Placement.CONSISTENT_HASH, true);

    assertThat(each.name()).isEqualTo("leastLoad");
    assertThat(each.capacityAware()).isFalse();
    assertThat(each.movesBetweenTurns()).isTrue();
    assertThat(sticky.name()).isEqualTo("stickyConsistentHash");
    assertThat(sticky.placement()).isEqualTo(Placement.CONSISTENT_HASH);
    assertThat(sticky.movesBetweenTurns()).isFalse();
    assertThat(SchedulingPolicy.published().movesBetweenTurns()).isFalse();
    assertThat(SchedulingPolicy.routed(Placement.MOST_FREE, true))
        .isEqualTo(
            SchedulingPolicy.passThrough().toBuilder().name("stickyMostFree").build());
  }

  @Test
  void routed_bestFit_isRefused() {
    assertThatThrownBy(() -> SchedulingPolicy.routed(Placement.BEST_FIT, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BEST_FIT");
  }

  @Test
  void toBuilder_anyPolicy_buildsTheSame() {
    SchedulingPolicy policy = SchedulingPolicy.builder()
        .name("n")
        .capacityAware(false)
        .admitWatermark(0.5)
        .pauseWatermark(0.75)
        .pauseOrder(PauseOrder.LONGEST_IDLE_FIRST)
        .resumeOrder(ResumeOrder.SMALLEST_FIRST)
        .placement(Placement.BEST_FIT)
        .stickyResume(false)
        .moveGap(.125)
        .resumeIdle(true)
        .tick(Duration.ofSeconds(1))
        .actingWeight(0.25)
        .actingHalfLife(Duration.ofSeconds(2))
        .growthReserveTokens(3)
        .growthShare(.25)
        .sharedPrefixes(false)
        .cacheFeedback(false)
        .inheritPriority(false)
        .idleGrace(Duration.ofSeconds(3))
        .arrivalOrderFor(Duration.ofSeconds(6))
        .ageing(Duration.ofSeconds(4))
        .reservationAfter(Duration.ofSeconds(5))
        .build();

    assertThat(policy.toBuilder().build()).isEqualTo(policy);
    assertThat(policy).isNotEqualTo(SchedulingPolicy.builder().build());
  }

  @Test
  void build_valueOutOfRange_isRefusedWithNameAndValue() {
    refused(b -> b.admitWatermark(0), "admitWatermark must be between 0.01 and 1.0, was 0.0");
    refused(b -> b.admitWatermark(1.01), "admitWatermark must be between 0.01 and 1.0, was 1.01");
    refused(b -> b.admitWatermark(Double.NaN), "admitWatermark must be .*, was NaN");
    refused(b -> b.pauseWatermark(0.9), "pauseWatermark must be between 0.92 and 1.5, was 0.9");
    refused(b -> b.pauseWatermark(1.6), "pauseWatermark must be between 0.92 and 1.5, was 1.6");
    refused(b -> b.actingWeight(-0.1), "actingWeight must be between 0.0 and 1.0, was -0.1");
    refused(
        b -> b.growthReserveTokens(-2), "growthReserveTokens must be 0 to 1000000000000, was -2");
    refused(b -> b.moveGap(-0.5), "moveGap must be between 0.0 and 1.0, was -0.5");
    refused(b -> b.growthShare(1.5), "growthShare must be between 0.0 and 1.0, was 1.5");
    refused(b -> b.tick(Duration.ofNanos(-1)), "tick must not be negative, was .*");
    refused(b -> b.ageing(Duration.ofDays(-1)), "ageing must not be negative, was .*");
    refused(b -> b.ageing(Duration.ofDays(4_000)), "ageing must be at most .*, was PT96000H");
    refused(b -> b.actingHalfLife(Duration.ofNanos(-1)), "actingHalfLife .*");
    refused(b -> b.reservationAfter(Duration.ofNanos(-1)), "reservationAfter .*");
  }

  private static void refused(UnaryOperator<SchedulingPolicy.Builder> set, String message) {
    SchedulingPolicy.Builder builder = set.apply(SchedulingPolicy.builder());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
  }
}
