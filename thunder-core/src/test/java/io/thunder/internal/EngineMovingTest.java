package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import io.thunder.program.ProgramState;
import org.junit.jupiter.api.Test;

/** Programs that move to a backend that holds much less, such as one that came back. */
final class EngineMovingTest {

  private static final int CAPACITY = 16_000;

  private final RecordedEngine run =
      RecordedEngine.of(RecordedEngine.plain().moveGap(.2).build(), CAPACITY);

  @Test
  void arrive_emptyBackendAdded_movesUntilTheGapIsSmall() {
    for (int i = 0; i < 10; i++) {
      run.acting("p" + i, 1_440);
    }
    run.up("c", CAPACITY);

    for (int i = 0; i < 10; i++) {
      turn("p" + i, 1_440);
    }

    // 8 and 2 differ by 36 % of 16,000 tokens once another has moved, 7 and 3 by 18 %.
    assertThat(run.used("c")).isEqualTo(3 * 1_440);
    assertThat(run.used("b")).isEqualTo(7 * 1_440);
  }

  @Test
  void arrive_secondOnTheWayToTheEmptyBackend_waitsForTheFirstToEnd() {
    run.acting("a", 3_200);
    run.acting("d", 3_200);
    run.acting("e", 8_000);
    run.up("c", CAPACITY);

    TurnTicket first = run.arrive("a", 3_200);
    assertThat(placeOf(first)).isEqualTo("c");
    assertThat(placeOf(run.arrive("d", 3_200))).as("while the first computes").isEqualTo("b");
    run.finish(first, 3_200, 0);

    assertThat(placeOf(run.arrive("e", 8_000)))
        .as("the gap is about 8,000 tokens, and so is the program")
        .isEqualTo("b");
  }

  @Test
  void arrive_backendCameBack_movesThere() {
    run.up("c", CAPACITY);
    run.down("c");
    run.acting("a", 1_600);
    run.acting("d", 6_400);
    run.observe("c", BackendReading.EMPTY);

    assertThat(placeOf(run.arrive("a", 1_600))).isEqualTo("c");
    assertThat(run.state("a")).isEqualTo(ProgramState.REASONING);
    assertThat(run.used("b")).isEqualTo(6_400);
  }

  @Test
  void arrive_gapOfOne_neverMoves() {
    RecordedEngine still = RecordedEngine.of(RecordedEngine.plain().moveGap(1).build(), CAPACITY);
    still.acting("a", 1_600);
    still.acting("d", 12_800);
    still.up("c", CAPACITY);

    assertThat(placeOf(still.arrive("a", 1_600))).isEqualTo("b");
  }

  @Test
  void arrive_anotherTurnOfTheProgramRuns_staysWithIt() {
    run.acting("d", 12_800);
    TurnTicket first = run.arrive("a", 1_600);
    run.up("c", CAPACITY);

    assertThat(placeOf(run.arrive("a", 1_600))).isEqualTo(placeOf(first));
  }

  private void turn(String program, long tokens) {
    run.finish(run.arrive(program, tokens), tokens, 0);
  }

  private static String placeOf(TurnTicket turn) {
    return turn.admittedTo().id().value();
  }
}
