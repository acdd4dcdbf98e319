package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Events for a listener that does not keep up. */
final class SerialEventsTest {

  private final Queue<Runnable> later = new ArrayDeque<>();

  /** Counts what it hears. */
  private static final class Counting implements ThunderListener {

    private int heard;

    @Override
    public void onProgramEnded(ThunderEvent.ProgramEnded event) {
      heard++;
    }
  }

  private final Counting listener = new Counting();
  private final SerialEvents events = new SerialEvents(List.of(listener), later::add);

  private void happen(int times) {
    for (int i = 0; i < times; i++) {
      events.add(new ThunderEvent.ProgramEnded(new ProgramId("p"), EndReason.RELEASED));
      events.flush();
    }
  }

  @Test
  void add_listenerFarBehind_dropsWhatComesUntilItHasCaughtUp() {
    happen(SerialEvents.WAITING_MAX + 3);

    later.remove().run();
    assertThat(listener.heard).isEqualTo(SerialEvents.WAITING_MAX);
    happen(2);
    later.remove().run();

    assertThat(listener.heard).isEqualTo(SerialEvents.WAITING_MAX + 2);
    assertThat(later).isEmpty();
  }

  @Test
  void deliver_listenerThrowsWhatNoneMay_othersAndLaterEventsAreHeard() {
    ThunderListener failing = new ThunderListener() {
      @Override
      public void onProgramEnded(ThunderEvent.ProgramEnded event) {
        ClientBench.<RuntimeException>throwUndeclared(new IOException("as Kotlin code can"));
      }
    };
    SerialEvents both = new SerialEvents(List.of(failing, listener), Runnable::run);

    for (int i = 0; i < 2; i++) {
      both.add(new ThunderEvent.ProgramEnded(new ProgramId("p"), EndReason.RELEASED));
      both.flush();
    }

    assertThat(listener.heard).isEqualTo(2);
  }
}
