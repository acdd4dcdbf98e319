package io.thunder.examples.soak.agent;

import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.JsonText;
import io.thunder.error.ThunderException;
import io.thunder.examples.replay.run.Conversation;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentStep;
import io.thunder.examples.soak.fault.FaultGroup;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program after the other, in its place. A turn that failed is sent again, unless that
 * cannot help or has been tried often enough; then the program ends. No thread waits meanwhile, and
 * only one runs at a time.
 */
final class Agent {

  private static final JsonText TRUE = JsonText.ofBoolean(true);
  private static final int FAILURES_MAX = 4;
  private static final double BACK_OFF_SECONDS = .5;
  private static final double RELEASE_SECONDS = .5;
  private static final double ID_REUSED = .1;
  private static final double ABANDONED = .1;
  private static final double RELEASED_TWICE = .05;
  private static final double RELEASED_IN_FLIGHT = .01;
  private static final double OWNS_RESOURCE = .1;
  private static final double HAS_PARENT = .05;

  private final World world;
  private final Crowd crowd;
  private final int place;
  private final SplittableRandom random;
  private final Caller caller;

  /** Read by agents that look for a parent. */
  private volatile String id;

  private int lives;
  private AgentProgram program;
  private Conversation conversation;
  private int step;
  private int failures;
  private boolean leaseLost;
  private @Nullable String parent;

  Agent(World world, Crowd crowd, int place, SplittableRandom random) {
    this.world = world;
    this.crowd = crowd;
    this.place = place;
    this.id = "soak-" + place;
    this.random = random;
    this.caller = new Caller(world, random);
    this.program = world.programs().get(0);
    this.conversation = new Conversation(program, place);
  }

  String programId() {
    return id;
  }

  /** Begins the next program, or stays away if all are to end. */
  void begin() {
    guarded(this::live);
  }

  private void live() {
    if (crowd.isEnding()) {
      crowd.finished();
      return;
    }
    lives++;
    boolean reused =
        lives > 1 && world.dice().roll(FaultGroup.CALLERS, "program id reused", ID_REUSED);
    if (!reused) {
      id = "soak-" + place + "-" + lives;
    }
    program = world.programs().get(random.nextInt(world.programs().size()));
    conversation = newConversation();
    parent = random.nextDouble() < HAS_PARENT ? crowd.anyProgram(random) : null;
    step = 0;
    failures = 0;
    leaseLost = false;
    world.roster().own(id);
    world.counters().begun.increment();
    if (random.nextDouble() < OWNS_RESOURCE) {
      world.counters().resourcesOpened.increment();
      world.client().program(id).own(() -> world.counters().resourcesClosed.increment());
    }
    conversation.begin(step);
    send();
  }

  private Conversation newConversation() {
    return new Conversation(program, ((long) place << Integer.SIZE) + lives);
  }

  private void send() {
    if (crowd.isHolding()) {
      conversation = newConversation(); // what was said takes most of the heap that agents need
      crowd.beginLater(() -> guarded(this::goOn));
    } else {
      guarded(this::sendNow);
    }
  }

  /** Sends a prompt that is as long as it was, though nobody remembers its words. */
  private void goOn() {
    conversation.begin(step);
    sendNow();
  }

  private void sendNow() {
    Manner manner = Manner.draw(random.nextDouble());
    if (manner.isFaulty() && !world.dice().roll(FaultGroup.CALLERS, manner.label(), 1)) {
      manner = Manner.ASYNC;
    }
    leaseLost |= manner == Manner.LEASE_LOST;
    if (world.dice().roll(FaultGroup.CALLERS, "released in flight", RELEASED_IN_FLIGHT)) {
      String released = id;
      world.after(random.nextDouble(RELEASE_SECONDS), () -> world.client().release(released));
    }
    CompletableFuture<ChatResponse> unused = caller
        .call(manner, id, request())
        .whenCompleteAsync(
            (response, failure) -> guarded(() -> ended(response, failure)), world.executor());
  }

  private ChatRequest request() {
    ChatRequest.Builder request = ChatRequest.builder()
        .messages(conversation.messages())
        .maxTokens(Math.max(1, planned().outputTokens()))
        .field("ignore_eos", TRUE);
    if (parent != null && !parent.equals(id)) {
      request.parent(parent, 0);
    }
    return request.build();
  }

  private void ended(@Nullable ChatResponse response, @Nullable Throwable failure) {
    if (response != null) {
      answered(response);
    } else if (failure != null && isWorthMore(Counters.unwrapped(failure))) {
      world.counters().sentAgain.increment();
      world.after(random.nextDouble(BACK_OFF_SECONDS), this::send);
    } else {
      end();
    }
  }

  private boolean isWorthMore(Throwable failure) {
    failures++;
    boolean mayHelp = failure instanceof CancellationException
        || (failure instanceof ThunderException thunder && thunder.isRetryable());
    return mayHelp && failures <= FAILURES_MAX;
  }

  private void answered(ChatResponse response) {
    failures = 0;
    if (step == program.steps().size() - 1) {
      end();
      return;
    }
    conversation.answered(step, response);
    double toolSeconds = crowd.isEnding() ? 0 : planned().toolSeconds() / world.speed();
    step++;
    world.after(
        toolSeconds,
        () -> guarded(() -> {
          conversation.advance(step);
          send();
        }));
  }

  private AgentStep planned() {
    return program.steps().get(step);
  }

  private void end() {
    if (world.dice().roll(FaultGroup.CALLERS, "program abandoned", ABANDONED)) {
      world.counters().abandoned.increment();
      world.roster().abandoned(id, leaseLost);
    } else {
      world.client().release(id);
      if (world.dice().roll(FaultGroup.CALLERS, "released twice", RELEASED_TWICE)) {
        world.client().release(id);
      }
      world.counters().released.increment();
      world.roster().released(id);
    }
    world.executor().execute(this::begin);
  }

  /** Ends the program with whatever is thrown, so that a mistake here cannot stall the agent. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      world.counters().ended(e);
      end();
    }
  }
}
