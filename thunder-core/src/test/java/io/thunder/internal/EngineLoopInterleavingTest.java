package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.concurrency.Interleavings;
import io.thunder.program.ProgramId;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many submitters, one writer. */
@Tag("concurrency")
final class EngineLoopInterleavingTest {

  private static final Backend BACKEND = Backend.vllm("http://b:1");
  private static final ProgramId PROGRAM = new ProgramId("p");

  /**
   * A counter made of a loop. What counts is plain, since only who holds the loop touches it. A
   * command that is left behind, or a caller who is not woken, ends in a deadlock.
   */
  public static final class Counter {

    /** Full after two commands. */
    private final EngineLoop loop = new EngineLoop(
        SchedulingPolicy.thunder(), EngineLimits.DEFAULT, () -> 1, program -> {}, null, 2);

    private int count;

    /** Creates a counter at 0. */
    public Counter() {}

    /** Counts as {@code chat} is admitted: the caller waits until told. */
    @Operation
    public int increment() {
      int[] seen = new int[1];
      TurnTicket turn = turn();
      loop.submit(new Command.Inspected(engine -> {
        seen[0] = ++count;
        turn.admit(BACKEND);
        loop.afterwards(turn::wake);
      }));
      turn.await();
      return seen[0];
    }
  }

  /** Submitters that do not wait. */
  public static final class Hurry {

    private final EngineLoop loop = new EngineLoop(
        SchedulingPolicy.thunder(), EngineLimits.DEFAULT, () -> 1, program -> {}, null, 2);

    private int applied;

    /** Creates an idle loop. */
    public Hurry() {}

    /** Submits. */
    public void submit() {
      TurnTicket turn = turn();
      loop.submit(new Command.Inspected(engine -> {
        applied++;
        turn.admit(BACKEND);
        loop.afterwards(turn::wake);
      }));
    }

    /** All submitters have returned. */
    @Validate
    public void nothingIsLeft() {
      if (applied != 3) {
        throw new AssertionError(applied + " commands applied of 3");
      }
    }
  }

  private static TurnTicket turn() {
    return new TurnTicket(1, PROGRAM, "", 0, 160, 0, List.of(), null);
  }

  @Test
  void submit_callersThatWait_countsLikeOneThread() {
    Interleavings.checkLinearizable(Counter.class, 1);
  }

  @Test
  void submit_callersThatDoNotWait_appliesAllBeforeTheLastReturns() {
    Interleavings.explore(Hurry.class, "submit", "submit", "submit");
  }
}
