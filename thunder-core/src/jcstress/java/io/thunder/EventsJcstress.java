package io.thunder;

import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** No event is left behind, and each deliverer hands its listeners' plain state to the next. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both delivered")
@Outcome(expect = Expect.FORBIDDEN, desc = "left behind, or delivered by two at once")
@State
public class EventsJcstress implements ThunderListener {

  private static final ThunderEvent EVENT =
      new ThunderEvent.ProgramEnded(new ProgramId("p"), EndReason.RELEASED);

  private final SerialEvents events = new SerialEvents(List.of(this), Runnable::run);
  private int heard;

  @Override
  public void onProgramEnded(ThunderEvent.ProgramEnded event) {
    heard++;
  }

  /** One who let the loop go. */
  @Actor
  public void first() {
    events.add(EVENT);
    events.flush();
  }

  /** Another. */
  @Actor
  public void second() {
    events.add(EVENT);
    events.flush();
  }

  /** Counts when both have returned. */
  @Arbiter
  public void count(I_Result result) {
    result.r1 = heard;
  }
}
