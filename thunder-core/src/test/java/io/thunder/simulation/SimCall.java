package io.thunder.simulation;

import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendFailedException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.QueueFullException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.TurnCancelledException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One exchange of a turn with a backend. */
final class SimCall {

  private static final long AGAIN_MAX = 5 * Plan.SECOND;

  final World world;
  final SimTurn turn;
  final SimBackend backend;
  private final TwiceTold<ChatResponse> future = new TwiceTold<>();
  private boolean lost;
  private boolean over;
  private boolean live = true;

  SimCall(SimTurn turn, SimBackend backend) {
    this.world = turn.world;
    this.turn = turn;
    this.backend = backend;
    SimProgram program = turn.program;
    if (turn.done && !turn.callerGaveUp) {
      throw world.failure("turn " + turn.number + " is sent after its outcome");
    }
    if (turn.call != null && turn.call.live) {
      throw world.failure("turn " + turn.number + " is sent twice at the same time");
    }
    if (turn.streamed) {
      throw world.failure("turn " + turn.number + " is sent again after its first byte");
    }
    if (++turn.attempts > world.plan.attemptsMax) {
      throw world.failure("turn " + turn.number + " is sent " + turn.attempts + " times");
    }
    boolean alone = program.open == 1 && program.held == 0 && world.executor.isEmpty();
    boolean prompt = // else it may have been admitted long ago
        world.executor.keepsTasks() && world.isPrompt();
    if (alone && prompt && !turn.wasReleased() && backend.isRemoved()) {
      throw world.failure("turn " + turn.number + " is sent to " + backend.backend.id()
          + ", which was removed, though its program has no other turn");
    }
    if (turn.shuns(backend)) {
      throw world.failure("turn " + turn.number + " is sent to " + backend.backend.id()
          + ", which is not up for the client");
    }
    if (backend.rests(turn)) {
      throw world.failure("turn " + turn.number + " is sent to " + backend.backend.id()
          + ", which asked to be left alone");
    }
    turn.call = this;
    turn.answer = null;
    turn.error = null;
    turn.saidNothing = false;
    program.live++;
    world.liveCalls++;
    backend.calls.add(this);
    world.journal.note("sent", turn.number, backend.index);
  }

  CompletableFuture<ChatResponse> future() {
    return future;
  }

  boolean isOver() {
    return over;
  }

  /** Draws what becomes of it. */
  void begin() {
    if (live) {
      place();
    }
    if (backend.state == SimBackend.State.DEAD) {
      later(() -> fail(backend.refusal()));
    } else if (backend.state == SimBackend.State.FROZEN || loses()) {
      return; // until the backend changes its state, or faults stop
    } else if (world.isFaulty() && world.dice.oneIn(8)) {
      answer();
    } else {
      answerLater();
    }
  }

  /** Draws whether the answer is lost. */
  private boolean loses() {
    lost = world.strikes(Fault.ANSWER_LOST, 16);
    return lost;
  }

  /** Goes on after its backend has come back, but for an answer that is lost for good. */
  void recover() {
    boolean forGood = lost && !world.isFaulty() && world.plan.reclaimsSoon();
    if (!forGood) {
      answerLater();
    }
  }

  /** All calls of a program are on one backend, but for those that are about to be stopped. */
  private void place() {
    SimProgram program = turn.program;
    if (program.live > 1 && program.backend != backend && world.isSettled() && runsElsewhere()) {
      throw world.failure(program.id + " runs on two backends");
    }
    program.backend = backend;
  }

  private boolean runsElsewhere() {
    for (SimBackend other : world.backends) {
      for (SimCall call : other.calls) {
        boolean runs = call.live && !call.turn.mayBeStopped();
        if (runs && other != backend && call.turn.program == turn.program) {
          return true;
        }
      }
    }
    return false;
  }

  /** Answers after a while, whatever is wrong with the answer. */
  void answerLater() {
    boolean late = world.strikes(Fault.ANSWER_LATE, 16);
    long most = late ? 60 * Plan.SECOND : world.isFaulty() ? 2 * Plan.SECOND : Plan.ANSWER_MAX;
    world.time.after(world.dice.between(Plan.MILLI, most), this::answer);
  }

  private void later(Runnable what) {
    if (world.dice.coin()) {
      what.run();
    } else {
      world.time.after(world.dice.between(0, 50 * Plan.MILLI), what);
    }
  }

  private void answer() {
    if (over || (backend.state == SimBackend.State.FROZEN && world.isFaulty())) {
      return;
    }
    if (world.strikes(Fault.ERROR_BEFORE_FIRST_BYTE, 6)) {
      fail(beforeFirstByte());
    } else if (world.strikes(Fault.ERROR_AFTER_FIRST_BYTE, 12)) {
      fail(new BackendFailedException("the stream broke", 200, null));
    } else if (world.strikes(Fault.REQUEST_REJECTED, 24)) {
      fail(new RequestRejectedException("unknown parameter", 400));
    } else if (world.strikes(Fault.ERROR_UNKNOWN, 16)) {
      fail(unknown());
    } else if (world.strikes(Fault.ANSWER_NULL, 24)) {
      say(null);
    } else {
      succeed();
    }
  }

  /** Answers at last, so that a caller who blocks goes on. */
  void answerNow() {
    succeed();
  }

  private void succeed() {
    ChatResponse response = response(turn.usage());
    turn.program.answered(response.message());
    say(response);
  }

  private ChatResponse response(Usage usage) {
    return new ChatResponse(
        "", "", Texts.answer(world.dice.below(Texts.USUAL)), "stop", usage, "{}");
  }

  /** Completes with an answer, or with none. */
  void say(ChatResponse response) {
    turn.answer = response;
    turn.saidNothing = response == null;
    end();
    tell(response, null);
  }

  /** Tells the client, and at times something else after that, at once or when it is long over. */
  private void tell(ChatResponse response, Throwable error) {
    boolean unused = future.tell(response, error);
    if (world.tries(Fault.ANSWER_TWICE, 8)) {
      if (world.dice.coin()) {
        tellAgain();
      } else {
        world.time.after(world.dice.between(0, AGAIN_MAX), this::tellAgain);
      }
    }
  }

  private void tellAgain() {
    if (!world.isFaulty()) {
      return;
    }
    boolean heard = world.dice.coin()
        ? future.tell(response(new Usage(1, 1, null)), null)
        : future.tell(null, backend.refusal());
    if (heard) { // else the client has not asked yet, or blocks
      world.journal.count(Fault.ANSWER_TWICE);
      world.journal.note("told again", turn.number, backend.index);
    }
  }

  void fail(Throwable error) {
    if (!over) {
      world.journal.note("failed", turn.number, backend.index);
      turn.error = error;
      turn.waitsAgain();
      end();
      boolean told = !turn.interrupted; // who blocks hears of it later
      if (told && error instanceof BackendFailedException failed && failed.retryAfter() != null) {
        backend.rest(failed.retryAfter());
      }
      tell(null, error);
    }
  }

  /** The client no longer wants the answer. */
  void cancelled() {
    if (over) {
      return;
    }
    world.journal.note("cancelled", turn.number, backend.index);
    if (!turn.mayBeStopped()) {
      throw world.failure("turn " + turn.number + " is stopped without reason");
    }
    retire();
    turn.stopping();
    if (world.strikes(Fault.CANCEL_IGNORED, 3)) {
      return;
    }
    TurnCancelledException cancelled = new TurnCancelledException("cancelled");
    if (world.strikes(Fault.CANCEL_LATE, 3)) {
      world.time.after(world.dice.between(0, Plan.SECOND), () -> fail(cancelled));
    } else {
      fail(cancelled);
    }
  }

  /** The transport is closed. */
  void stop() {
    fail(new TurnCancelledException("the transport was closed"));
  }

  private void end() {
    over = true;
    backend.calls.remove(this);
    turn.noLongerStopping();
    retire();
  }

  private void retire() {
    turn.program.touch();
    if (live) {
      live = false;
      turn.program.live--;
      world.liveCalls--;
    }
  }

  private Throwable beforeFirstByte() {
    return switch (world.dice.below(6)) {
      case 0 -> tooManyRequests(world);
      case 1 -> new BackendFailedException("bad gateway", 502, null);
      case 2 -> new BackendFailedException("service unavailable", 503, null);
      case 3 -> new BackendFailedException("internal error", 500, null);
      default -> backend.refusal();
    };
  }

  /** Says for how long the backend is to be left alone, or does not. */
  static BackendFailedException tooManyRequests(World world) {
    boolean asks = world.strikes(Fault.RETRY_AFTER, 2);
    long most = world.dice.oneIn(4) ? 90_000 : 5_000;
    Duration retryAfter = asks ? Duration.ofMillis(world.dice.between(0, most)) : null;
    return new BackendFailedException("too many requests", 429, retryAfter, null);
  }

  private Throwable unknown() {
    return switch (world.dice.below(6)) {
      case 0 -> new IllegalStateException("unforeseen");
      case 1 -> new AssertionError("unforeseen");
      case 2 -> new TurnCancelledException("by itself");
      case 3 -> new AdmissionTimeoutException("of another scheduler");
      case 4 -> new QueueFullException("of another scheduler");
      default -> new ProgramReleasedException("by another scheduler");
    };
  }
}
