package io.thunder;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Who sees a kept promise completed sees that it was kept, and not given up. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "kept")
@Outcome(expect = Expect.FORBIDDEN, desc = "kept, but taken for given up")
@State
public class KeptJcstress {

  private final Promise<String> promise = new Promise<>(Runnable::run);

  /** The client. */
  @Actor
  public void succeed() {
    promise.succeed("value", () -> {});
  }

  /** The client elsewhere, as it begins to listen and before another attempt. */
  @Actor
  public void look(ZZ_Result result) {
    promise.whenGivenUp(() -> result.r2 = true);
    result.r1 = promise.isGivenUp();
  }
}
