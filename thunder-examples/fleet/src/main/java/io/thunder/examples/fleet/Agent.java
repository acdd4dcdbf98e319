package io.thunder.examples.fleet;

import io.thunder.ThunderClient;
import io.thunder.TimeSource;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.JsonText;
import io.thunder.examples.replay.run.Conversation;
import io.thunder.examples.replay.run.ProgramSupply;
import io.thunder.examples.simulator.trace.AgentStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Runs one program: asks for a turn, waits for its tool, asks for the next. Sends nothing again by
 * itself: a turn that fails ends the program. No thread waits meanwhile.
 */
final class Agent {

  private static final JsonText TRUE = JsonText.ofBoolean(true);
  private static final double NANOS_PER_SECOND = 1e9;

  private final ThunderClient client;
  private final TimeSource time;
  private final Executor executor;
  private final AttemptLog log;
  private final List<AgentStep> steps;
  private final int firstStep;
  private final Conversation conversation;
  private final String id;

  Agent(
      ThunderClient client,
      TimeSource time,
      Executor executor,
      AttemptLog log,
      ProgramSupply.Start start,
      long textSalt) {
    this.client = client;
    this.time = time;
    this.executor = executor;
    this.log = log;
    this.steps = start.program().steps();
    this.firstStep = start.firstStep();
    this.conversation = new Conversation(start.program(), textSalt + start.number());
    this.id = start.program().id() + "#" + start.number();
  }

  /** Completes when the last turn was answered, or fails with what ended it early. */
  CompletableFuture<Void> run() {
    return CompletableFuture.runAsync(() -> conversation.begin(firstStep), executor)
        .thenCompose(begun -> turn(firstStep))
        .whenComplete((done, failure) -> client.release(id));
  }

  private CompletableFuture<Void> turn(int step) {
    log.asked(id);
    return client
        .chatAsync(id, request(steps.get(step)))
        .thenComposeAsync(answer -> answered(step, answer), executor);
  }

  private ChatRequest request(AgentStep planned) {
    return ChatRequest.builder()
        .messages(conversation.messages())
        .maxTokens(Math.max(1, planned.outputTokens()))
        .field("ignore_eos", TRUE)
        .header(WatchedTransport.PROGRAM, id)
        .build();
  }

  private CompletableFuture<Void> answered(int step, ChatResponse answer) {
    if (step == steps.size() - 1) {
      return CompletableFuture.completedFuture(null);
    }
    conversation.answered(step, answer);
    long tool = (long) (steps.get(step).toolSeconds() * NANOS_PER_SECOND);
    CompletableFuture<Void> toolEnded = new CompletableFuture<>();
    time.schedule(Duration.ofNanos(tool), () -> toolEnded.complete(null));
    return toolEnded.thenComposeAsync(
        ended -> {
          conversation.advance(step + 1);
          return turn(step + 1);
        },
        executor);
  }
}
