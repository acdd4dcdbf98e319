package io.thunder.simulation;

import io.thunder.ThunderSnapshot;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.TokenCounts;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.Usage;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import io.thunder.tokens.TokenRequest;
import io.thunder.transport.PauseMode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What agents and operators do to a client: begin turns, give them up, release, add, close. */
final class Callers {

  private static final int OWNED_MAX = 6;

  private final World world;
  private final Dice dice;

  Callers(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  /** Does something. */
  void act() {
    SimProgram program = world.programs[dice.below(world.programs.length)];
    if (world.strikes(Fault.THREAD_INTERRUPTED, 16)) {
      world.blocking.interrupt();
    }
    switch (world.plan.acts.get(dice.below(world.plan.acts.size()))) {
      case CHAT -> chat(program);
      case LEASE -> lease(program);
      case BLOCK -> world.blocking.act(program, this);
      case BURST -> burst(program);
      case GIVE_UP -> giveUp();
      case PROGRESS -> progress();
      case END_LEASE -> endLease();
      case OWN -> own(program);
      case RELEASE -> release(program);
      case BACKEND -> strike(world.backends[dice.below(world.backends.length)]);
      case METRICS -> lie(world.backends[dice.below(world.backends.length)]);
      case MEMBERSHIP -> join(world.backends[dice.below(world.backends.length)]);
      case CONTROL -> control();
      case CLOCK -> jump();
      case LOOK -> world.client.snapshot();
      case CLOSE -> close();
    }
  }

  /** Calls the client from inside one of its callbacks. */
  void interfere(SimProgram program) {
    switch (dice.below(8)) {
      case 0, 1 -> chat(program);
      case 2 -> lease(program);
      case 3 -> release(program);
      case 4 -> giveUp();
      case 5 -> endLease();
      case 6 -> world.client.selfCheck();
      default -> {
        if (dice.oneIn(50)) {
          close();
        } else {
          world.client.snapshot();
        }
      }
    }
  }

  /* --------------- Turns --------------- */

  void chat(SimProgram program) {
    BackendId shunned = placeThatIsNotUp(program);
    if (program.open + program.held >= SimProgram.TURNS_MAX || !world.plan.hasTransport) {
      return;
    }
    if (dice.oneIn(8)) {
      generate(program, shunned);
      return;
    }
    ChatRequest request = program.request(world.nextSlot());
    SimTurn turn = world.begin(program, request, request.promptChars());
    turn.shun(shunned);
    send(turn, request);
  }

  private void generate(SimProgram program, BackendId shunned) {
    TokenRequest request = program.tokenRequest(world.nextSlot());
    SimTurn turn =
        world.begin(program, request, world.plan.charsOf(request.prompt().size()));
    turn.shun(shunned);
    await(turn, world.client.generateAsync(program.id, request));
  }

  private void send(SimTurn turn, ChatRequest request) {
    SimProgram program = turn.program;
    await(
        turn,
        switch (dice.below(8)) {
          case 0 -> program.handle().chatAsync(request);
          case 1 -> world.client.chatOnceAsync(program.id, turn.name(), request);
          default -> world.client.chatAsync(program.id, request);
        });
  }

  private void await(SimTurn turn, CompletableFuture<?> answer) {
    turn.shun(null);
    turn.future = answer;
    tellWhenDone(turn, answer);
  }

  private void tellWhenDone(SimTurn turn, CompletableFuture<?> answer) {
    CompletableFuture<?> unused = answer.whenComplete((value, failure) -> {
      if (turn.isShared(answer)) {
        turn.sharedOutcome(value, failure);
      } else {
        turn.outcome(value, failure);
      }
      afterwards(turn.program);
    });
  }

  /** Asks for a turn that runs, and so shares its answer. */
  void join(SimTurn turn, ChatRequest request) {
    world.joiners++;
    world.journal.note("joined", turn.number, turn.program.index);
    turn.joined = world.client.chatOnceAsync(turn.program.id, turn.name(), request);
    tellWhenDone(turn, turn.joined);
  }

  /** Where a program's turns run although no other may, or null. */
  private BackendId placeThatIsNotUp(SimProgram program) {
    if (program.live + program.held == 0) {
      return null;
    }
    int step = world.steps();
    ThunderSnapshot seen = world.client.snapshot();
    if (world.steps() > step) {
      return null; // the world went on meanwhile
    }
    BackendId place =
        seen.program(program.id).map(ThunderSnapshot.ProgramView::backend).orElse(null);
    for (ThunderSnapshot.BackendState backend : seen.backends()) {
      if (backend.id().equals(place) && backend.health() != BackendHealth.UP) {
        return place;
      }
    }
    return null;
  }

  /** Begins a turn that fits everywhere. */
  SimTurn askForLittle(SimProgram program) {
    if (!world.plan.hasTransport) {
      return lease(program, TurnDemand.ofTokens(20));
    }
    ChatRequest request = program.smallRequest(world.nextSlot());
    SimTurn turn = world.begin(program, request, request.promptChars());
    send(turn, request);
    return turn;
  }

  void lease(SimProgram program) {
    if (program.open + program.held >= SimProgram.TURNS_MAX) {
      return;
    }
    lease(program, demand(program));
  }

  SimTurn lease(SimProgram program, TurnDemand demand) {
    SimTurn turn = world.begin(program, null, demand.promptChars());
    CompletableFuture<TurnLease> permission = world.client.admitAsync(program.id, demand);
    turn.future = permission;
    CompletableFuture<?> unused = permission.whenComplete((lease, failure) -> {
      turn.outcome(lease, failure);
      if (lease != null && !turn.callerCompleted) {
        hold(turn, lease);
      }
      afterwards(program);
    });
    return turn;
  }

  TurnDemand demand(SimProgram program) {
    boolean huge = world.strikes(Fault.PROMPT_TOO_LARGE, 40);
    long tokens = huge ? dice.coin() ? 300_000 : TokenCounts.MAX / 4 : 1 + dice.below(4_000);
    TurnDemand demand =
        dice.oneIn(3) ? TurnDemand.ofChars(4 * tokens) : TurnDemand.ofTokens(tokens);
    if (dice.oneIn(4)) {
      demand = demand.withMaxTokens(1 + dice.below(2_000));
    }
    if (dice.oneIn(4)) {
      demand = demand.withPrefixes(
          List.of(new PromptPrefix(1, 400), new PromptPrefix(2 + dice.below(3), 1_000)));
    }
    if (dice.oneIn(8)) {
      String parent = world.programs[dice.below(world.programs.length)].id;
      demand = demand.withParent(ParentProgram.ofTokens(parent, dice.below(2_000)));
    }
    return demand;
  }

  /** Takes over a permission. */
  void hold(SimTurn turn, TurnLease lease) {
    turn.lease = lease;
    turn.leaseValid = true;
    turn.program.held++;
    world.leases.add(turn);
    if (!lease.program().value().equals(turn.program.id)) {
      throw world.failure("turn " + turn.number + " was given a lease of " + lease.program());
    }
    lease.onRevoked(() -> {
      if (turn.leaseValid) {
        world.journal.note("revoked", turn.number, 0);
        if (!turn.wasReleased() && !world.closed && !turn.mayHaveExpired()) {
          throw world.failure("the lease of turn " + turn.number + " was revoked without reason");
        }
        drop(turn);
        world.revoked.add(turn.lease);
      }
    });
    if (!world.isFaulty() && turn.leaseValid) {
      world.time.after(dice.between(0, Plan.ANSWER_MAX), () -> end(turn));
    }
  }

  private void drop(SimTurn turn) {
    turn.leaseValid = false;
    turn.program.touch();
    turn.program.held--;
    world.leases.remove(turn);
  }

  private void afterwards(SimProgram program) {
    world.reenter(Fault.CALLBACK_REENTERED, Fault.CALLBACK_BLOCKED, program);
    if (world.strikes(Fault.CALLBACK_THREW, 8)) {
      throw Undeclared.failure(world, "a callback that fails");
    }
  }

  private void burst(SimProgram program) {
    long first = world.nextTurn();
    burst(program, SimProgram.TURNS_MAX - dice.below(3));
    if (world.nextTurn() - first > 1) {
      world.journal.count(Fault.TURNS_AT_ONCE);
    }
    if (program.live > 0 && world.strikes(Fault.TURNS_ON_LOST_BACKEND, 2)) {
      if (dice.coin()) {
        program.backend.leave();
      } else {
        program.backend.freeze();
      }
      burst(program, SimProgram.TURNS_MAX);
    }
  }

  private void burst(SimProgram program, int turns) {
    for (int i = program.open + program.held; i < turns; i++) {
      if (dice.oneIn(3)) {
        lease(program);
      } else {
        chat(program);
      }
    }
  }

  private void giveUp() {
    if (world.open.isEmpty()) {
      return;
    }
    SimTurn turn = world.open.get(dice.below(world.open.size()));
    if (turn.future == null || turn.done) {
      return;
    }
    if (turn.joined != null && !turn.joined.isDone()) {
      world.journal.count(Fault.JOINER_LEFT);
      if (dice.coin()) {
        turn.swapCallers();
      }
      turn.joinerLeft = true;
      turn.joined.cancel(true); // the other one still wants the answer
      return;
    }
    turn.callerGaveUp = true;
    if (turn.call == null || turn.call.isOver()) {
      turn.program.gaveUpBetweenCalls();
    }
    world.journal.note("given up", turn.number, turn.program.index);
    if (world.strikes(Fault.CALLER_COMPLETED, 3)) {
      turn.callerCompleted = true;
      if (dice.coin()) {
        turn.future.complete(null);
      } else {
        turn.future.completeExceptionally(new IllegalStateException("by the caller"));
      }
    } else {
      world.journal.count(Fault.CALLER_CANCELLED);
      turn.future.cancel(dice.coin());
    }
  }

  /* --------------- Leases --------------- */

  private SimTurn anyLease() {
    int leases = world.leases.size();
    return leases == 0 ? null : world.leases.get(dice.below(leases));
  }

  private void progress() {
    SimTurn turn = anyLease();
    if (turn != null) {
      if (turn.lease.revocation().isEmpty()) { // else its holder has not been told yet
        turn.heard();
      }
      boolean absurd = world.strikes(Fault.USAGE_ABSURD, 24);
      turn.lease.progress(absurd ? TokenCounts.MAX : dice.below(1_500));
    }
  }

  private void endLease() {
    SimTurn turn = anyLease();
    if (turn != null && !world.strikes(Fault.LEASE_KEPT, 4)) {
      end(turn);
    }
  }

  /** Ends a lease in one of the ways there are, and sometimes once more. */
  void end(SimTurn turn) {
    if (!turn.leaseValid) {
      return; // revoked meanwhile
    }
    drop(turn);
    int how = dice.below(8);
    world.journal.note("lease ended", turn.number, how);
    if (world.strikes(Fault.LEASE_FAILED, 4)) {
      turn.lease.fail(
          switch (dice.below(3)) {
            case 0 -> new BackendUnavailableException("refused", null);
            case 1 -> SimCall.tooManyRequests(world);
            default -> new Error("unforeseen");
          });
    } else if (how == 0) {
      turn.lease.cancel();
    } else if (how == 1) {
      turn.lease.close();
    } else {
      Usage usage = turn.usage();
      turn.lease.complete(usage == null ? new Usage(1, 1, null) : usage);
    }
    if (world.strikes(Fault.LEASE_ENDED_TWICE, 4)) {
      endAgain(turn);
    }
  }

  private void endAgain(SimTurn turn) {
    turn.lease.cancel();
    try {
      turn.lease.fail(new Error("once more"));
    } catch (IllegalStateException expected) {
      return;
    }
    throw world.failure("the lease of turn " + turn.number + " could be ended twice");
  }

  /* --------------- Programs --------------- */

  private void own(SimProgram program) {
    if (program.owned.size() < OWNED_MAX) {
      SimResource resource = new SimResource(program);
      program.owned.add(resource);
      program.touch();
      world.journal.note("owned", program.index, resource.serial);
      program.handle().own(resource);
    }
  }

  private void release(SimProgram program) {
    if (program.open + program.held > 0) {
      world.journal.count(Fault.RELEASED_BUSY);
    }
    world.journal.note("released", program.index, program.open);
    program.release();
    if (world.strikes(Fault.RELEASED_TWICE, 4)) {
      program.release();
    }
    if (world.strikes(Fault.ID_REUSED, 3)) {
      chat(program);
    }
  }

  /* --------------- Backends, time, the client --------------- */

  private void strike(SimBackend backend) {
    world.journal.note(backend.state.name(), backend.index, 0);
    if (backend.state != SimBackend.State.WELL) {
      world.journal.count(Fault.BACKEND_RESTARTED);
      backend.recover();
    } else if (world.strikes(Fault.BACKEND_DIED, 2)) {
      backend.die();
    } else if (world.strikes(Fault.BACKEND_FROZE, 2)) {
      backend.freeze();
    }
  }

  private void lie(SimBackend backend) {
    backend.metrics = SimBackend.Metrics.TRUE;
    for (SimBackend.Metrics lie : SimBackend.Metrics.LIES) {
      if (world.tries(lie.fault, 4)) {
        backend.metrics = lie;
        return;
      }
    }
    if (world.strikes(Fault.CACHE_LOST, 4)) {
      world.client.cacheLost(backend.backend.id());
    }
  }

  private void join(SimBackend backend) {
    boolean listed = backend.isWanted();
    if (world.tries(Fault.BACKEND_REMOVED, 3)) {
      if (listed) {
        world.journal.count(Fault.BACKEND_REMOVED);
      }
      world.journal.note("removed", backend.index, 0);
      backend.leave();
    } else if (world.tries(Fault.BACKEND_ADDED, 1)) {
      if (!listed) {
        world.journal.count(Fault.BACKEND_ADDED);
      }
      world.journal.note("added", backend.index, 0);
      backend.join();
    }
  }

  /** Has all engines do something; whoever asked hears when they have, or why they have not. */
  private void control() {
    int asked = dice.below(4);
    world.journal.note("control", asked, 0);
    boolean closed = world.closed;
    world.controls++;
    CompletableFuture<Void> done =
        switch (asked) {
          case 0 -> world.client.engines().pause(dice.any(PauseMode.values()));
          case 1 -> world.client.engines().resume();
          case 2 -> world.client.engines().flushCaches();
          default -> world.client.engines().abortTurns();
        };
    CompletableFuture<?> unused = done.whenComplete((nothing, failure) -> {
      world.controls--;
      world.journal.note(failure == null ? "controlled" : "not controlled", asked, 0);
      if (closed && !(failure instanceof ClientClosedException)) {
        throw world.failure("engines were asked for something after closing, and " + failure);
      }
    });
  }

  private void jump() {
    if (world.strikes(Fault.CLOCK_FORWARD, 2)) {
      world.time.jump(dice.between(0, 10 * Plan.SECOND));
    } else if (world.strikes(Fault.CLOCK_BACK, 1)) {
      world.time.jump(-dice.between(0, 5 * Plan.SECOND));
    }
  }

  void close() {
    if (world.strikes(Fault.CLOSED_UNDER_LOAD, 48)) {
      world.closed = true;
      world.journal.note("closed", world.open.size(), 0);
      world.client.close();
    }
  }
}
