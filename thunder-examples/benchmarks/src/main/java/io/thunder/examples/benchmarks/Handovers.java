package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.Usage;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * One backend with room for one program, which holds it, and others that wait. The holder frees its
 * room, and one of the others gets it, again and again. Not thread-safe.
 */
final class Handovers implements AutoCloseable {

  /** How the holder frees its room. */
  enum Freeing {
    /** Its turn ends, and what was set aside for its answer is free again. */
    COMPLETE("complete"),
    /** Its program ends. */
    RELEASE("release");

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

  private static final long ROOM_TOKENS = 10_000;
  private static final long PROMPT_TOKENS = 16;
  private static final TurnDemand DEMAND =
      TurnDemand.ofTokens(PROMPT_TOKENS).withMaxTokens(ANSWER_TOKENS_MAX);
  private static final Usage USAGE = new Usage(PROMPT_TOKENS, 1, PROMPT_TOKENS);
  private static final int LOST_SECONDS = 30;

  private final ThunderClient client = Fleets.build(
      ThunderClient.builder()
          .policy(
              SchedulingPolicy.builder().growthReserveTokens(ANSWER_TOKENS_MAX).build()),
      1,
      ROOM_TOKENS);
  private final BlockingQueue<Arrival> arrivals = new LinkedTransferQueue<>();
  private final Waiters waiters;
  private TurnLease held = client.admit("first", DEMAND);

  Handovers(Waiters waiters) {
    this.waiters = waiters;
    waiters.start(client, DEMAND, arrivals::add);
  }

  /** Frees the room; returns how long it took until the next caller had its lease. */
  long next(Freeing freeing) throws InterruptedException {
    TurnLease freed = held;
    String program = freed.program().value();
    long startNanos = System.nanoTime();
    if (freeing == Freeing.COMPLETE) {
      freed.complete(USAGE);
    } else {
      client.release(program);
    }
    Arrival arrival = arrivals.poll(LOST_SECONDS, TimeUnit.SECONDS);
    if (arrival == null) {
      throw new IllegalStateException("nobody got the room that program " + program + " freed");
    }
    held = arrival.lease();
    if (freeing == Freeing.COMPLETE) {
      client.release(program);
    } else {
      freed.cancel();
    }
    waiters.refill();
    return arrival.atNanos() - startNanos;
  }

  @Override
  public void close() {
    client.close();
    waiters.close();
    held.close();
  }
}
