package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HandoversTest {

  private static final int HANDOVERS = 100;

  static Stream<Arguments> waitersAndFreeing() {
    return Stream.of(Handovers.Freeing.values())
        .flatMap(freeing -> Stream.of(
            Arguments.of(new WaitingFutures(5), freeing),
            Arguments.of(new WaitingThreads(5), freeing)));
  }

  @ParameterizedTest
  @MethodSource("waitersAndFreeing")
  void next_againAndAgain_nobodyGetsRoomBeforeItIsFreed(Waiters waiters, Handovers.Freeing freeing)
      throws InterruptedException {
    try (Handovers handovers = new Handovers(waiters, freeing)) {
      for (int i = 0; i < HANDOVERS; i++) {
        assertThat(handovers.next()).as("handover %d, ns", i).isPositive();
      }
    }
  }
}
