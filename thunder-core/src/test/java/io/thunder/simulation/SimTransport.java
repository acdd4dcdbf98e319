package io.thunder.simulation;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.EngineControl;
import io.thunder.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Leads to the simulated backends, and does to calls what networks do. */
final class SimTransport implements Transport {

  private final World world;
  private final SimControl control;
  private int closings;

  SimTransport(World world) {
    this.world = world;
    this.control = new SimControl(world);
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    SimTurn turn = world.turnOf(request.headers());
    if (turn.mayBeJoined()) {
      world.join(turn, request);
    }
    return send(turn, backend, cancel);
  }

  @Override
  public CompletableFuture<TokenResponse> generateAsync(
      Backend backend, TokenRequest request, CancelSignal cancel) {
    SimTurn turn = world.turnOf(request.headers());
    CompletableFuture<ChatResponse> answer = send(turn, backend, cancel);
    return answer == null ? null : answer.thenApply(turn::inTokens);
  }

  private CompletableFuture<ChatResponse> send(SimTurn turn, Backend backend, CancelSignal cancel) {
    SimCall call = new SimCall(turn, world.backendOf(backend));
    if (world.strikes(Fault.ERROR_THROWN, 24)) {
      RuntimeException thrown = new IllegalStateException("thrown instead of returned");
      call.fail(thrown);
      throw thrown;
    }
    if (world.strikes(Fault.FUTURE_NULL, 48)) {
      call.say(null);
      return null;
    }
    cancel.onCancel(call::cancelled);
    if (!call.isOver()) {
      call.begin();
    }
    return call.future();
  }

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    return send(request.headers(), backend, cancel);
  }

  @Override
  public TokenResponse generate(Backend backend, TokenRequest request, CancelSignal cancel) {
    SimTurn turn = world.turnOf(request.headers());
    return turn.inTokens(send(request.headers(), backend, cancel));
  }

  private ChatResponse send(Map<String, String> headers, Backend backend, CancelSignal cancel) {
    SimCall call = new SimCall(world.turnOf(headers), world.backendOf(backend));
    return world.blocking.chat(call, cancel);
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    SimCall call = new SimCall(world.turnOf(request.headers()), world.backendOf(backend));
    return world.blocking.stream(call, cancel);
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    SimBackend target = world.backendOf(backend);
    world.journal.note("probed", target.index, 0);
    if (world.strikes(Fault.PROBE_THROWN, 16)) {
      throw Undeclared.failure(world, "thrown instead of returned");
    }
    if (world.strikes(Fault.FUTURE_NULL, 48)) {
      return null;
    }
    CompletableFuture<BackendReading> probe = new CompletableFuture<>();
    if (world.strikes(Fault.PROBE_LOST, 24)) {
      return probe; // for good
    }
    if (world.dice.oneIn(4)) {
      target.answer(probe);
    } else {
      boolean slow = world.strikes(Fault.PROBE_SLOW, 8);
      long most = slow ? 20 * Plan.SECOND : 50 * Plan.MILLI;
      world.time.after(world.dice.between(0, most), () -> target.answer(probe));
      if (world.strikes(Fault.PROBE_TWICE, 8)) {
        world.time.after(world.dice.between(0, most), () -> target.answer(probe));
      }
    }
    return probe;
  }

  @Override
  public Optional<EngineControl> control() {
    return world.plan.controls ? Optional.of(control) : Optional.empty();
  }

  @Override
  public void close() {
    world.journal.note("transport closed", closings, 0);
    if (++closings > 1) {
      throw world.failure("the transport was closed twice");
    }
    List<SimCall> calls = new ArrayList<>();
    for (SimBackend backend : world.backends) {
      calls.addAll(backend.calls);
    }
    for (SimCall call : calls) {
      call.stop();
    }
    control.stop();
  }

  boolean isClosed() {
    return closings > 0;
  }
}
