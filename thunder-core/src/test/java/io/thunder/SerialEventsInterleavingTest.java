package io.thunder;

import io.thunder.concurrency.Interleavings;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events of several holders of the loop, delivered by whoever flushes. */
@Tag("concurrency")
final class SerialEventsInterleavingTest {

  /** Two callers; what the listener touches is plain, since it is called by one at a time. */
  public static final class Heard implements ThunderListener {

    private final SerialEvents events = new SerialEvents(List.of(this), Runnable::run);
    private final List<String> programs = new ArrayList<>();
    private int inside;
    private int together;

    /** Creates a listener. */
    public Heard() {}

    @Override
    public void onProgramEnded(ThunderEvent.ProgramEnded event) {
      together += inside;
      inside++;
      programs.add(event.program().value());
      inside--;
    }

    /** One caller. */
    public void first() {
      add("a1");
      add("a2");
      events.flush();
    }

    /** Another. */
    public void second() {
      add("b");
      events.flush();
    }

    private void add(String program) {
      events.add(new ThunderEvent.ProgramEnded(new ProgramId(program), EndReason.RELEASED));
    }

    /** Both have returned: all is delivered, in the order in which each told it. */
    @Validate
    public void allInOrder() {
      boolean whole = programs.size() == 3 && programs.indexOf("a1") < programs.indexOf("a2");
      if (!whole || together > 0) {
        throw new AssertionError(programs + ", " + together + " at once");
      }
    }
  }

  @Test
  void flush_callersAtOnce_deliversAllInOrderOneAfterTheOther() {
    Interleavings.explore(Heard.class, "first", "second");
  }
}
