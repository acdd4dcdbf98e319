package io.thunder.simulation;

import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Callers who block, on the one thread of the world. While one waits for admission, the world goes on
 * inside the clock, where he sets the timer that bounds his waiting; then he is interrupted, so that
 * he does not wait for ever, unless he was before he called. While he waits for the engine, the world
 * goes on inside the transport.
 */
final class Blocking {

  private static final int STEPS_MAX = 6;
  private static final int STEPS_WAITING_MAX = 40;

  private final World world;

  /** Whether a caller is between its call and the transport, where nobody may take an interrupt. */
  private boolean asks;

  /** How deep in the world he is. */
  private int depth;

  /** Whether this thread must be interrupted. */
  private boolean owed;

  /** Owed as soon as everything is closed that is closed together. */
  private boolean owedAfterClosing;

  Blocking(World world) {
    this.world = world;
  }

  /** Calls in one of the ways there are, and hears how it went. */
  void act(SimProgram program, Callers callers) {
    if (asks || program.open + program.held >= SimProgram.TURNS_MAX) {
      return;
    }
    switch (world.plan.hasTransport ? world.dice.below(7) : 0) {
      case 0, 1 -> lease(program, callers);
      case 2 -> generate(program);
      case 3, 4 -> chat(program);
      default -> stream(program);
    }
  }

  private void lease(SimProgram program, Callers callers) {
    TurnDemand demand = callers.demand(program);
    SimTurn turn = world.begin(program, null, demand.promptChars());
    TurnLease lease = hear(turn, () -> world.client.admit(program.id, demand));
    if (lease != null) {
      callers.hold(turn, lease);
    }
  }

  private void generate(SimProgram program) {
    TokenRequest request = program.tokenRequest(world.nextSlot());
    SimTurn turn =
        world.begin(program, request, world.plan.charsOf(request.prompt().size()));
    TokenResponse unused = hear(turn, () -> world.client.generate(program.id, request));
  }

  private void chat(SimProgram program) {
    ChatRequest request = program.request(world.nextSlot());
    SimTurn turn = world.begin(program, request, request.promptChars());
    ChatResponse unused = hear(turn, () -> world.client.chat(program.id, request));
  }

  private void stream(SimProgram program) {
    ChatRequest request = program.request(world.nextSlot());
    SimTurn turn = world.begin(program, request, request.promptChars());
    Object unused = hear(turn, () -> read(turn, world.client.stream(program.id, request)));
  }

  /** Makes a call of a turn; returns what it returns, or null if it fails. */
  private <T> T hear(SimTurn turn, Supplier<T> call) {
    turn.interrupted = true;
    T value = null;
    RuntimeException failure = null;
    ask();
    try {
      value = call.get();
    } catch (ThunderException e) {
      failure = e;
    } finally {
      served();
    }
    turn.outcome(value, turn.callerGaveUp ? new CancellationException() : failure);
    return value;
  }

  private void ask() {
    asks = true;
    depth = world.depth();
    if (world.dice.oneIn(4)) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A timer for a turn that waits was set: if a caller who blocks did so, others act before he looks
   * whether it was admitted. As slow as he is the clock may be for a turn that is tried again.
   */
  void waits() {
    if (asks && depth == world.depth() && !Thread.currentThread().isInterrupted()) {
      checkInterrupt(); // it would be taken for one of this wait
      int asked = depth;
      served();
      world.goOn(1 + world.dice.below(STEPS_WAITING_MAX));
      served();
      asks = true;
      depth = asked;
      Thread.currentThread().interrupt();
    }
  }

  private void served() {
    asks = false;
    owed = false;
    owedAfterClosing = false;
    Thread.interrupted();
  }

  /* --------------- Inside the transport --------------- */

  ChatResponse chat(SimCall call, CancelSignal cancel) {
    await(call, cancel);
    ask(); // the turn may be tried once more
    return result(call);
  }

  ChatStream stream(SimCall call, CancelSignal cancel) {
    await(call, cancel);
    ask();
    ChatResponse answer = result(call);
    served();
    if (answer == null) {
      return null;
    }
    SimStream stream = new SimStream(world, call.turn, answer);
    call.turn.streamed = true;
    cancel.onCancel(stream::cancelled);
    return stream;
  }

  private void await(SimCall call, CancelSignal cancel) {
    served();
    cancel.onCancel(call::cancelled);
    if (world.strikes(Fault.CALLER_INTERRUPTED, 6)) {
      call.fail(new TurnCancelledException("interrupted"));
    } else if (!call.isOver()) {
      call.begin();
    }
    for (int i = 0; i < STEPS_MAX && !call.isOver(); i++) {
      world.goOn(1);
    }
    if (!call.isOver()) {
      call.answerNow();
    }
  }

  private static ChatResponse result(SimCall call) {
    try {
      return call.future().getNow(null);
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Reads a stream to its end, or closes it before. */
  private Object read(SimTurn turn, ChatStream stream) {
    world.journal.note("stream", turn.number, 0);
    try (stream) {
      while (!turn.callerGaveUp && stream.hasNext()) {
        stream.next();
        turn.callerGaveUp = world.strikes(Fault.STREAM_CLOSED_EARLY, 8);
      }
    } catch (IllegalStateException e) {
      world.journal.note("stream not closed", turn.number, 0);
    }
    return null;
  }

  /* --------------- Callers who are interrupted while they do not wait --------------- */

  /** Interrupts this thread, which must stay so. */
  void interrupt() {
    Thread.currentThread().interrupt();
    oweInterrupt();
  }

  /** The client was told of an interrupt, and must hand it on. */
  void oweInterrupt() {
    owed = true;
  }

  /** The same by a resource; others that its program owns may be closed before. */
  void oweInterruptAfterClosing() {
    owedAfterClosing = true;
  }

  /** Nobody but a caller who waits may take an interrupt away; one who is about to wait needs it. */
  void checkInterrupt() {
    boolean seen = asks ? Thread.currentThread().isInterrupted() : Thread.interrupted();
    boolean closed = world.isSettled();
    if ((owed || (owedAfterClosing && closed)) && !seen) {
      throw world.failure("the client has swallowed an interrupt");
    }
    owed = false;
    owedAfterClosing &= !seen && !closed;
  }
}
