package io.thunder.examples.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentStep;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConversationTest {

  private static AgentProgram program(int shared, AgentStep... steps) {
    return new AgentProgram("a", "source", shared, List.of(steps));
  }

  /** Counts as the embedded engine does: five tokens around each message, three at the end. */
  private static long tokens(Conversation conversation) {
    return 3
        + conversation.messages().stream()
            .mapToLong(message -> 5 + String.valueOf(message.content()).length() / 4)
            .sum();
  }

  private static void answer(Conversation conversation, int step, int outputTokens) {
    ChatMessage message = ChatMessage.assistant("bla-".repeat(outputTokens));
    Usage usage = new Usage(tokens(conversation), outputTokens, 0L);
    conversation.answered(step, new ChatResponse("", "", message, "length", usage, "{}"));
  }

  @Test
  void begin_firstStep_isAsLongAsPlanned() {
    Conversation conversation = new Conversation(program(160, AgentStep.append(1_640, 90, 1)), 1);

    conversation.begin(0);

    assertThat(tokens(conversation)).isEqualTo(1_640);
    assertThat(conversation.messages())
        .extracting(ChatMessage::role)
        .containsExactly("system", "user");
  }

  @Test
  void begin_inTheMiddle_holdsAllThatWasSaidBefore() {
    AgentProgram program = program(0, AgentStep.append(1_000, 90, 1), AgentStep.append(96, 5, 1));
    Conversation conversation = new Conversation(program, 1);

    conversation.begin(1);

    assertThat(tokens(conversation)).isEqualTo(1_186);
  }

  @Test
  void begin_twoRuns_shareTheSystemPromptOnly() {
    AgentProgram program = program(100, AgentStep.append(500, 1, 1));
    Conversation one = new Conversation(program, 1);
    Conversation other = new Conversation(program, 2);

    one.begin(0);
    other.begin(0);

    assertThat(one.messages().get(0)).isEqualTo(other.messages().get(0));
    assertThat(one.messages().get(1)).isNotEqualTo(other.messages().get(1));
  }

  @Test
  void advance_growingContext_appendsAndIsAsLongAsPlanned() {
    AgentProgram program = program(0, AgentStep.append(1_000, 90, 1), AgentStep.append(96, 5, 1));
    Conversation conversation = new Conversation(program, 1);
    conversation.begin(0);
    List<ChatMessage> before = conversation.messages();
    answer(conversation, 0, 90);

    long seen = conversation.advance(1);

    assertThat(tokens(conversation)).isEqualTo(1_186);
    assertThat(seen).isEqualTo(1_090);
    assertThat(conversation.messages()).startsWith(before.toArray(ChatMessage[]::new));
    assertThat(conversation.messages())
        .extracting(ChatMessage::role)
        .containsExactly("user", "assistant", "user");
  }

  @Test
  void advance_tinyObservations_doNotAddUp() {
    AgentStep[] steps = new AgentStep[50];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = AgentStep.append(i == 0 ? 1_000 : i % 2 == 0 ? 40 : 0, 10, 1);
    }
    AgentProgram program = program(0, steps);
    Conversation conversation = new Conversation(program, 1);
    conversation.begin(0);
    for (int step = 1; step < steps.length; step++) {
      answer(conversation, step - 1, 10);
      conversation.advance(step);
    }

    assertThat(tokens(conversation) - program.promptTokens()[steps.length - 1]).isBetween(0L, 11L);
  }

  @Test
  void advance_reset_keepsThePrefixAndIsAsLongAsPlanned() {
    AgentProgram program = program(
        0,
        AgentStep.append(1_000, 90, 1),
        AgentStep.append(200, 50, 1),
        AgentStep.reset(600, 300, 20, 1));
    Conversation conversation = new Conversation(program, 1);
    conversation.begin(0);
    String first = String.valueOf(conversation.messages().get(0).content());
    answer(conversation, 0, 90);
    conversation.advance(1);
    answer(conversation, 1, 50);

    long seen = conversation.advance(2);

    assertThat(seen).isEqualTo(600);
    assertThat(tokens(conversation)).isBetween(898L, 902L);
    assertThat(conversation.messages()).hasSize(2);
    assertThat(first).startsWith(String.valueOf(conversation.messages().get(0).content()));
  }

  @Test
  void advance_resetKeepingNothing_isOneNewMessage() {
    AgentProgram program =
        program(0, AgentStep.append(1_000, 90, 1), AgentStep.reset(0, 300, 20, 1));
    Conversation conversation = new Conversation(program, 1);
    conversation.begin(0);
    answer(conversation, 0, 90);

    assertThat(conversation.advance(1)).isZero();
    assertThat(conversation.messages()).hasSize(1);
    assertThat(tokens(conversation)).isEqualTo(300);
  }
}
