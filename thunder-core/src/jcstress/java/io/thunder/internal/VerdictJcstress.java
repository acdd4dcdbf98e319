package io.thunder.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/** Who sees a verdict sees everything that the engine wrote before it. */
@JCStressTest
@Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "not decided yet")
@Outcome(id = "false, 7", expect = Expect.ACCEPTABLE, desc = "not decided yet")
@Outcome(id = "true, 7", expect = Expect.ACCEPTABLE, desc = "decided")
@Outcome(expect = Expect.FORBIDDEN, desc = "decided, but what led to it is not seen")
@State
public class VerdictJcstress {

  private final TurnTicket turn = Turns.ticket();

  /** The engine. */
  @Actor
  public void decide() {
    turn.admittedNanos = 7;
    turn.admit(Turns.BACKEND);
  }

  /** The caller. */
  @Actor
  public void look(ZJ_Result result) {
    result.r1 = turn.isDecided();
    result.r2 = turn.admittedNanos;
  }
}
