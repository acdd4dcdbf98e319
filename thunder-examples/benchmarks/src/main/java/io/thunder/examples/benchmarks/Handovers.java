package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.Usage;
import io.thunder.program.ProgramState;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * One backend with room for one program, which holds it, and others that wait. The holder frees its
 * room, always in the same way, and one of the others gets it, again and again. Not thread-safe.
 */
final class Handovers implements AutoCloseable {

  /** How the holder frees its room. */
  enum Freeing {
    /** Its turn ends, and what was set aside for its answer is free again. */
    COMPLETE("complete"),
    /** Its program ends. */
    RELEASE("release"),
    /**
     * Its answer is longer than there is room for, so that it is paused, and waits for its next turn
     * with the others, who were paused before.
     */
    PAUSE("pause");

    private final String label;

    Freeing(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** Turns ask for little and are given room for a long answer, which then is short. */
  private static final int ANSWER_TOKENS_MAX = 6_000;

  private static final long NEIGHBOUR_TOKENS = 2_000;
  private static final long ROOM_TOKENS = NEIGHBOUR_TOKENS + 10_000;
  private static final long PROMPT_TOKENS = 16;
  private static final TurnDemand DEMAND =
      TurnDemand.ofTokens(PROMPT_TOKENS).withMaxTokens(ANSWER_TOKENS_MAX);
  private static final Usage USAGE = new Usage(PROMPT_TOKENS, 1, PROMPT_TOKENS);
  private static final Usage LONG_USAGE = new Usage(PROMPT_TOKENS, ROOM_TOKENS, PROMPT_TOKENS);
  private static final int LOST_SECONDS = 30;

  private final ThunderClient client = Fleets.build(
      ThunderClient.builder()
          .policy(
              SchedulingPolicy.builder().growthReserveTokens(ANSWER_TOKENS_MAX).build()),
      1,
      ROOM_TOKENS);
  private final BlockingQueue<Arrival> arrivals = new LinkedTransferQueue<>();
  private final ProgramNames names = new ProgramNames();
  private final Waiters waiters;
  private final Freeing freeing;

  /** A program that is alone on its backend is not paused, however large. */
  private final TurnLease neighbour =
      client.admit("neighbour", TurnDemand.ofTokens(NEIGHBOUR_TOKENS).withMaxTokens(1));

  private TurnLease held;

  Handovers(Waiters waiters, Freeing freeing) {
    this.waiters = waiters;
    this.freeing = freeing;
    if (freeing == Freeing.PAUSE) {
      pauseAll(waiters.count());
    }
    this.held = client.admit("first", DEMAND);
    waiters.start(client, names, DEMAND, arrivals::add);
  }

  private void pauseAll(int programs) {
    for (int i = 0; i < programs; i++) {
      String program = "paused-" + i;
      client.admit(program, DEMAND).complete(LONG_USAGE);
      names.comesBack(program);
    }
    require(programs, ProgramState.PARKED);
  }

  private void require(int programs, ProgramState state) {
    long there =
        client.snapshot().programs().stream().filter(p -> p.state() == state).count();
    if (there != programs) {
      throw new IllegalStateException(there + " programs are " + state + ", and not " + programs);
    }
  }

  /** Frees the room; returns how long it took until the next caller had its lease. */
  long next() throws InterruptedException {
    TurnLease freed = held;
    String program = freed.program().value();
    if (freeing == Freeing.PAUSE) {
      names.comesBack(program);
    }
    long startNanos = System.nanoTime();
    free(freed);
    Arrival arrival = arrivals.poll(LOST_SECONDS, TimeUnit.SECONDS);
    if (arrival == null) {
      throw new IllegalStateException("nobody got the room that program " + program + " freed");
    }
    held = arrival.lease();
    if (freeing == Freeing.COMPLETE) {
      client.release(program);
    } else if (freeing == Freeing.RELEASE) {
      freed.cancel();
    }
    waiters.refill();
    return arrival.atNanos() - startNanos;
  }

  private void free(TurnLease lease) {
    switch (freeing) {
      case COMPLETE -> lease.complete(USAGE);
      case RELEASE -> client.release(lease.program().value());
      case PAUSE -> lease.complete(LONG_USAGE);
    }
  }

  /** Makes sure that all of them waited to the end, and ends them. */
  @Override
  public void close() {
    try {
      require(waiters.count(), ProgramState.WAITING);
    } finally {
      client.close();
      waiters.close();
      held.close();
      neighbour.close();
    }
  }
}
