package io.thunder;

import io.thunder.concurrency.Interleavings;
import io.thunder.program.ProgramId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callers who ask for one turn while others leave it, and while it is answered. */
@Tag("concurrency")
final class SingleFlightInterleavingTest {

  private static final ProgramId PROGRAM = new ProgramId("p");
  private static final String ANSWER = "answer";

  /** Two callers, and the turns that were begun for them. */
  public static class Shared {

    private final SingleFlight<String> flights = new SingleFlight<>();
    private final List<CompletableFuture<String>> begun = new ArrayList<>();
    private volatile CompletableFuture<String> first = new CompletableFuture<>();
    private volatile CompletableFuture<String> second = new CompletableFuture<>();

    /** Creates two callers who have not asked yet. */
    public Shared() {}

    /** One asks. */
    public void askFirst() {
      first = ask();
    }

    /** The other one asks. */
    public void askSecond() {
      second = ask();
    }

    private CompletableFuture<String> ask() {
      return flights.join(PROGRAM, "t", this::begin, Runnable::run);
    }

    private CompletableFuture<String> begin() {
      CompletableFuture<String> turn = new CompletableFuture<>();
      synchronized (begun) {
        begun.add(turn);
      }
      return turn;
    }

    /** One leaves. */
    public void leaveFirst() {
      first.cancel(/* mayInterruptIfRunning= */ true);
    }

    /** What runs is answered. */
    public void answer() {
      List<CompletableFuture<String>> turns;
      synchronized (begun) {
        turns = List.copyOf(begun);
      }
      turns.forEach(turn -> turn.complete(ANSWER));
    }

    /** Who did not leave has an answer, and nothing is left. */
    @Validate
    public void isAnswered() {
      answer();
      if (!first.isCancelled() && !ANSWER.equals(first.getNow(null))) {
        throw new AssertionError("the first caller has no answer");
      }
      if (!ANSWER.equals(second.getNow(null))) {
        throw new AssertionError("the second caller has no answer");
      }
      if (flights.size() > 0) {
        throw new AssertionError("an answered turn is remembered");
      }
    }
  }

  /** Two callers, of whom one has asked already. */
  public static final class Left extends Shared {

    /** Creates them. */
    public Left() {
      askFirst();
    }
  }

  @Test
  void join_bothAtOnceAndAnswered_bothHaveAnAnswer() {
    Interleavings.explore(Shared.class, "askFirst", "askSecond", "answer");
  }

  @Test
  void join_otherLeavesMeanwhile_isAnswered() {
    Interleavings.explore(Left.class, "leaveFirst", "askSecond");
  }

  @Test
  void join_otherLeavesAndIsAnsweredMeanwhile_isAnswered() {
    Interleavings.explore(Left.class, "leaveFirst", "askSecond", "answer");
  }
}
