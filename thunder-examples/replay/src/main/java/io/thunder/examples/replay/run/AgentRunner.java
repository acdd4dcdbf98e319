package io.thunder.examples.replay.run;

import io.thunder.ThunderClient;
import io.thunder.TimeSource;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.JsonText;
import io.thunder.examples.simulator.trace.AgentStep;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program: sends a turn, waits for its tool, sends the next. No thread waits meanwhile. A
 * turn that fails ends the program.
 */
final class AgentRunner {

  private static final JsonText TRUE = JsonText.ofBoolean(true);
  private static final double NANOS_PER_SECOND = 1e9;

  private final ThunderClient client;
  private final TimeSource time;
  private final Executor executor;
  private final StepLog log;
  private final ProgramSupply.Start start;
  private final Conversation conversation;
  private final Consumer<@Nullable Throwable> ended;
  private final String id;

  private int step;

  /** {@code ended} is called once, with what went wrong, if anything. */
  AgentRunner(
      ThunderClient client,
      TimeSource time,
      Executor executor,
      StepLog log,
      ProgramSupply.Start start,
      long textSalt,
      Consumer<@Nullable Throwable> ended) {
    this.client = client;
    this.time = time;
    this.executor = executor;
    this.log = log;
    this.start = start;
    this.ended = ended;
    this.step = start.firstStep();
    // The number tells runs of the same program apart, and makes their texts differ.
    this.id = start.program().id() + "#" + start.number();
    this.conversation = new Conversation(start.program(), textSalt + start.number());
  }

  void begin() {
    guarded(() -> {
      conversation.begin(step);
      send(/* seenTokens= */ 0);
    });
  }

  private void send(long seenTokens) {
    ChatRequest request = ChatRequest.builder()
        .messages(conversation.messages())
        .maxTokens(Math.max(1, planned().outputTokens()))
        .field("ignore_eos", TRUE)
        .build();
    long sentNanos = time.nanoTime();
    var unused = client
        .chatAsync(id, request)
        .whenCompleteAsync(
            (response, failure) -> guarded(() -> {
              if (failure == null) {
                answered(response, time.nanoTime() - sentNanos, seenTokens);
              } else {
                fail(failure);
              }
            }),
            executor);
  }

  private void answered(ChatResponse response, long latencyNanos, long seenTokens) {
    log.answered(latencyNanos, response.usage(), seenTokens);
    if (step == start.program().steps().size() - 1) {
      end(null);
      return;
    }
    conversation.answered(step, response);
    Duration tool = Duration.ofNanos((long) (planned().toolSeconds() * NANOS_PER_SECOND));
    step++;
    time.schedule(
        tool, () -> executor.execute(() -> guarded(() -> send(conversation.advance(step)))));
  }

  private AgentStep planned() {
    return start.program().steps().get(step);
  }

  /** Ends the program with whatever is thrown, so that a mistake here cannot stall the run. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    end(cause);
  }

  private void end(@Nullable Throwable failure) {
    client.release(id);
    ended.accept(failure);
  }
}
