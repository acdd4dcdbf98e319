package io.thunder.internal;

import io.thunder.error.ProgramReleasedException;
import io.thunder.error.ThunderException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Whom a revocation stops finds its reason. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "stopped, with the reason")
@Outcome(expect = Expect.FORBIDDEN, desc = "not stopped, or without a reason")
@State
public class RevocationJcstress {

  private static final ThunderException REASON = new ProgramReleasedException("released");

  private final TurnTicket turn = Turns.ticket();
  private boolean reasonSeen;
  private int stops;

  /** The engine, and then its loop. */
  @Actor
  public void revoke() {
    turn.revoke(REASON);
    turn.cancel().cancel();
  }

  /** The exchange with the backend. */
  @Actor
  public void exchange() {
    turn.cancel().onCancel(() -> {
      reasonSeen = turn.revocation() != null;
      stops++;
    });
  }

  /** Looks when both are done. */
  @Arbiter
  public void look(ZI_Result result) {
    result.r1 = reasonSeen;
    result.r2 = stops;
  }
}
