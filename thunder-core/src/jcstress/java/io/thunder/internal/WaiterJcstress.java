package io.thunder.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Either who decides sees who waits, or who waits sees the verdict. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "called back once")
@Outcome(expect = Expect.FORBIDDEN, desc = "a lost wake-up, or two")
@State
public class WaiterJcstress {

  private final TurnTicket turn = Turns.ticket();
  private int runs;

  /** The engine, and then its loop. */
  @Actor
  public void decide() {
    turn.admit(Turns.BACKEND);
    turn.wake();
  }

  /** The caller. */
  @Actor
  public void waitForIt() {
    turn.whenDecided(() -> runs++);
  }

  /** Counts when both are done. */
  @Arbiter
  public void count(I_Result result) {
    result.r1 = runs;
  }
}
