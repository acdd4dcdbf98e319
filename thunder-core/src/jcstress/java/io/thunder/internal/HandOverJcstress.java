package io.thunder.internal;

import io.thunder.scheduling.SchedulingPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Who takes the loop sees what its last holder wrote, and no command is left behind: either who lets
 * the loop go sees the command, or who submits it can take the loop.
 */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both applied, one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "left behind, or state not handed over")
@State
public class HandOverJcstress {

  private final EngineLoop loop = new EngineLoop(
      SchedulingPolicy.passThrough(), EngineLimits.DEFAULT, () -> 1, program -> {}, null, 4);

  /** Plain, as the engine's state is. */
  private int applied;

  private void submit() {
    loop.submit(new Command.Inspected(engine -> applied++));
  }

  /** One submitter. */
  @Actor
  public void first() {
    submit();
  }

  /** Another. */
  @Actor
  public void second() {
    submit();
  }

  /** Counts when both have returned. */
  @Arbiter
  public void count(I_Result result) {
    result.r1 = applied;
  }
}
