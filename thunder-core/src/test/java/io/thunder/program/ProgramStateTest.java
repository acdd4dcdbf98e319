package io.thunder.program;

import static io.thunder.program.ProgramState.ACTING;
import static io.thunder.program.ProgramState.ENDED;
import static io.thunder.program.ProgramState.MARKED;
import static io.thunder.program.ProgramState.NEW;
import static io.thunder.program.ProgramState.PARKED;
import static io.thunder.program.ProgramState.REASONING;
import static io.thunder.program.ProgramState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ProgramStateTest {

  /** The table, written a second time: whoever changes a row must mean it. */
  private static final Map<ProgramState, Map<ProgramEvent, ProgramState>> TABLE = Map.of(
      NEW,
          Map.of(
              ProgramEvent.ADMIT, REASONING,
              ProgramEvent.QUEUE, WAITING,
              ProgramEvent.END, ENDED),
      REASONING,
          Map.of(
              ProgramEvent.ADMIT, REASONING,
              ProgramEvent.FINISH, ACTING,
              ProgramEvent.MARK, MARKED,
              ProgramEvent.END, ENDED),
      MARKED,
          Map.of(
              ProgramEvent.ADMIT, MARKED,
              ProgramEvent.FINISH, PARKED,
              ProgramEvent.UNMARK, REASONING,
              ProgramEvent.END, ENDED),
      ACTING,
          Map.of(
              ProgramEvent.ADMIT, REASONING,
              ProgramEvent.PAUSE, PARKED,
              ProgramEvent.END, ENDED),
      WAITING,
          Map.of(
              ProgramEvent.QUEUE, WAITING,
              ProgramEvent.ADMIT, REASONING,
              ProgramEvent.WITHDRAW, PARKED,
              ProgramEvent.END, ENDED),
      PARKED,
          Map.of(
              ProgramEvent.QUEUE, WAITING,
              ProgramEvent.RESUME, ACTING,
              ProgramEvent.ADMIT, REASONING,
              ProgramEvent.END, ENDED),
      ENDED, Map.of());

  @ParameterizedTest
  @EnumSource
  void on_everyEvent_followsTheTableOrThrows(ProgramState state) {
    for (ProgramEvent event : ProgramEvent.values()) {
      ProgramState next = TABLE.get(state).get(event);
      if (next != null) {
        assertThat(state.on(event)).as("%s in %s", event, state).isEqualTo(next);
      } else {
        assertThatThrownBy(() -> state.on(event))
            .as("%s in %s", event, state)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("illegal transition: " + event + " in state " + state);
      }
    }
    assertThat(state.transitions()).isEqualTo(TABLE.get(state));
  }

  @Test
  void transitions_ofState_cannotBeChanged() {
    Map<ProgramEvent, ProgramState> row = NEW.transitions();

    assertThatThrownBy(() -> row.put(ProgramEvent.FINISH, ACTING))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "NEW, PAUSED, ACTING",
    "REASONING, ACTIVE, REASONING",
    "MARKED, ACTIVE, REASONING",
    "ACTING, ACTIVE, ACTING",
    "WAITING, PAUSED, ACTING",
    "PARKED, PAUSED, ACTING",
    "ENDED, TERMINATED, ACTING"
  })
  void state_always_hasItsPlaceAndActivity(ProgramState state, Lifecycle lifecycle, Phase phase) {
    assertThat(state.lifecycle()).isEqualTo(lifecycle);
    assertThat(state.phase()).isEqualTo(phase);
  }
}
