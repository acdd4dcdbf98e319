package io.thunder.transport;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A hook runs once, whoever comes first, and sees what was written before it was set. */
@JCStressTest
@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "ran once")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, run twice, or run without its state")
@State
public class HookJcstress {

  private final CancelSignal signal = new CancelSignal();
  private int call;
  private int runs;
  private int seen;

  /** Who gives the turn up. */
  @Actor
  public void cancel() {
    signal.cancel();
  }

  /** The transport. */
  @Actor
  public void exchange() {
    call = 7;
    signal.onCancel(() -> {
      runs++;
      seen = call;
    });
  }

  /** Looks when both are done. */
  @Arbiter
  public void look(II_Result result) {
    result.r1 = runs;
    result.r2 = seen;
  }
}
