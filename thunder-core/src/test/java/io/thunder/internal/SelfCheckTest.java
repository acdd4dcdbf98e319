package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.event.Finding;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a self-check says of an engine whose books were tampered with. */
final class SelfCheckTest {

  private static final long SECOND = 1_000_000_000;

  private final Engine engine =
      new Engine(RecordedEngine.plain().build(), RecordedEngine.LIMITS, new SilentOutput());
  private final BackendEntry backend;

  SelfCheckTest() {
    Backend added = Backend.vllm("http://b:8000").withId("b").withCapacityTokens(1_600);
    engine.apply(new Command.BackendAdded(added), 5 * SECOND);
    backend = engine.backends().iterator().next();
  }

  @Test
  void selfCheck_untouched_findsNothing() {
    assertThat(engine.selfCheck()).isEmpty();
  }

  @Test
  void selfCheck_driftingSum_saysWhatAndByHowMuch() {
    backend.markedTokens += 7;

    List<Finding> findings = engine.selfCheck();

    assertThat(findings)
        .containsExactly(new Finding("backend b: marked tokens", 7, 0, Duration.ZERO));
    assertThat(findings.get(0).by()).isEqualTo(7);
    assertThat(findings.get(0))
        .hasToString("backend b: marked tokens is kept as 7, recomputed 0, since PT0S");
  }

  @Test
  void selfCheck_turnsMiscounted_saysByHowMany() {
    backend.turnsInFlight++;

    assertThat(engine.selfCheck())
        .containsExactly(new Finding("backend b: turns in flight", 1, 0, Duration.ZERO));
  }

  @Test
  void selfCheck_staleRoom_saysByHowMuch() {
    engine.apply(
        new Command.BackendObserved(backend.id(), BackendReading.ofCapacity(1_600)), 6 * SECOND);
    long room = backend.roomTokens;
    backend.roomTokens -= 7;

    assertThat(engine.selfCheck())
        .containsExactly(
            new Finding("backend b: room by which it is found", room - 7, room, Duration.ZERO));
  }

  @Test
  void selfCheck_fadedSumOff_saysByHowMuch() {
    RecordedEngine run = RecordedEngine.of(SchedulingPolicy.publishedWithDecay(), 100_000);
    run.finish(run.arrive("p", 16_000), 16_000, 0);
    Duration halfLife = SchedulingPolicy.publishedWithDecay().actingHalfLife();
    run.pass(halfLife);
    ProgramEntry program = run.program("p");
    List<Finding> findings = new ArrayList<>();

    run.apply(new Command.Inspected(tampered -> {
      program.bookedSinceNanos -= halfLife.toNanos();
      findings.addAll(tampered.selfCheck());
      program.bookedSinceNanos += halfLife.toNanos();
    }));

    assertThat(findings)
        .containsExactly(
            new Finding("backend b: acting tokens, faded", 8_000, 4_000, Duration.ZERO));
  }

  @Test
  void selfCheck_sharedTokensMiscounted_saysByHowMany() {
    backend.ledger.prefixes().add(List.of(new PromptPrefix(1, 160)), 16);
    backend.ledger.prefixes().add(List.of(new PromptPrefix(1, 160)), 16);

    assertThat(engine.selfCheck())
        .contains(
            new Finding("backend b: tokens that several programs share", 160, 0, Duration.ZERO));
  }

  @Test
  void selfCheck_largestBlockForgotten_saysWhich() {
    backend.blockTokens *= 2;

    assertThat(engine.selfCheck()).contains(new Finding("largest block", 16, 32, Duration.ZERO));
  }

  @Test
  void selfCheck_again_saysSinceWhen() {
    backend.markedTokens += 7;
    assertThat(engine.selfCheck()).hasSize(1);

    backend.markedTokens += 5; // more of the same
    engine.apply(new Command.Tick(), 65 * SECOND);

    assertThat(engine.selfCheck())
        .containsExactly(new Finding("backend b: marked tokens", 12, 0, Duration.ofMinutes(1)));
  }

  @Test
  void selfCheck_repairedAndBrokenAgain_countsAnew() {
    backend.markedTokens += 7;
    assertThat(engine.selfCheck()).hasSize(1);
    backend.markedTokens -= 7;
    assertThat(engine.selfCheck()).isEmpty();

    engine.apply(new Command.Tick(), 65 * SECOND);
    backend.markedTokens += 7;

    assertThat(engine.selfCheck())
        .singleElement()
        .extracting(Finding::since)
        .isEqualTo(Duration.ZERO);
  }
}
