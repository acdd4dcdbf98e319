package io.thunder.simulation;

import io.thunder.backend.Backend;
import io.thunder.transport.EngineControl;
import io.thunder.transport.PauseMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Does what engines are told besides turns; at times late, not at all, or never to be heard of. */
final class SimControl implements EngineControl {

  private final World world;
  private final List<CompletableFuture<Void>> asked = new ArrayList<>();

  SimControl(World world) {
    this.world = world;
  }

  @Override
  public CompletableFuture<Void> pause(Backend backend, PauseMode mode) {
    return done(() -> {});
  }

  @Override
  public CompletableFuture<Void> resume(Backend backend) {
    return done(() -> {});
  }

  @Override
  public CompletableFuture<Void> flushCache(Backend backend) {
    return done(() -> {});
  }

  @Override
  public CompletableFuture<Void> abortTurns(Backend backend) {
    return done(() -> world.backendOf(backend).abort());
  }

  @Override
  public CompletableFuture<Void> finishProgram(Backend router, String routingKey) {
    return done(() -> world.journal.note("finished", World.indexOf(router.id().value()), 0));
  }

  private CompletableFuture<Void> done(Runnable what) {
    if (world.strikes(Fault.CONTROL_THROWN, 8)) {
      if (world.dice.coin()) {
        return null;
      }
      throw Undeclared.failure(world, "thrown instead of returned");
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    asked.add(done);
    if (world.dice.coin()) {
      act(what, done);
    } else {
      world.time.after(world.dice.between(0, Plan.SECOND), () -> act(what, done));
    }
    return done;
  }

  /** The transport is closed. */
  void stop() {
    List<CompletableFuture<Void>> left = List.copyOf(asked);
    asked.clear();
    for (CompletableFuture<Void> done : left) {
      done.completeExceptionally(new IllegalStateException("the transport was closed"));
    }
  }

  private void act(Runnable what, CompletableFuture<Void> done) {
    if (world.strikes(Fault.CONTROL_FAILED, 6)) {
      done.completeExceptionally(new IllegalStateException("the engine did not do it"));
    } else {
      what.run();
      done.complete(null);
    }
  }
}
