package io.thunder.examples.replay.run;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentStep;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one program's run, made so that every prompt is about as long as planned.
 *
 * <p>The length of a prompt is that of its texts and of the chat template around them. The template
 * is counted as {@value #MESSAGE_TOKENS} tokens per message and {@value #ANSWER_HEADER_TOKENS} at the
 * end, which is what the embedded engine adds. What an engine reports in its usage corrects the
 * count turn by turn, so that errors do not add up over a long run.
 *
 * <p>Tool results are user messages: chat templates want a {@code tool} message to answer a tool
 * call, and answers of a made-up conversation have none. Used by one thread at a time.
 */
public final class Conversation {

  private static final int MESSAGE_TOKENS = 5;
  private static final int MESSAGE_HEADER_TOKENS = 3;
  private static final int ANSWER_HEADER_TOKENS = 3;

  private final AgentProgram program;
  private final long[] plannedPrompts;
  private final long seed;
  private final List<Entry> entries = new ArrayList<>();

  /** Tokens of the last prompt and its answer, as the engine counted them. */
  private long contextTokens;

  /**
   * Creates a conversation without messages.
   *
   * @param program what is planned
   * @param seed makes this run's texts differ from those of others
   */
  public Conversation(AgentProgram program, long seed) {
    this.program = program;
    this.plannedPrompts = program.promptTokens();
    this.seed = seed;
  }

  private record Entry(ChatMessage message, long tokens) {}

  /**
   * Writes the first prompt of a run: all that the program had said before a step, and that step.
   *
   * @param step the first one of the run, from 0
   */
  public void begin(int step) {
    long shared = Math.min(program.sharedTokens(), plannedPrompts[step]);
    if (shared > MESSAGE_TOKENS) {
      int length = Math.toIntExact(shared) - MESSAGE_TOKENS;
      add(ChatMessage.system(PseudoText.of(program.source().hashCode(), length)), shared);
    } else {
      shared = 0;
    }
    addUser(step, plannedPrompts[step] - shared - MESSAGE_TOKENS - ANSWER_HEADER_TOKENS);
  }

  /**
   * Writes the prompt of a later step.
   *
   * @param step the one after the step that was answered
   * @return tokens of the prompt that were sent or answered before
   */
  public long advance(int step) {
    AgentStep planned = program.steps().get(step);
    if (!planned.reset()) {
      long template = 2L * MESSAGE_TOKENS; // around the answer, and around this message
      addUser(step, plannedPrompts[step] - contextTokens - template);
      return contextTokens;
    }
    keep(planned.keptTokens());
    addUser(step, planned.newPromptTokens() - MESSAGE_TOKENS - ANSWER_HEADER_TOKENS);
    return Math.min(contextTokens, planned.keptTokens());
  }

  /**
   * Appends an answer.
   *
   * @param step the step that it answers
   * @param response the answer
   */
  public void answered(int step, ChatResponse response) {
    Usage usage = response.usage();
    long output =
        usage == null ? program.steps().get(step).outputTokens() : usage.completionTokens();
    long prompt = usage == null ? plannedPrompts[step] : usage.promptTokens();
    contextTokens = prompt + output;
    add(response.message(), output + MESSAGE_TOKENS);
  }

  /**
   * All messages so far.
   *
   * @return the prompt of the next turn
   */
  public List<ChatMessage> messages() {
    return entries.stream().map(Entry::message).toList();
  }

  private void addUser(int step, long tokens) {
    int length = (int) Math.max(1, tokens);
    String text = PseudoText.of(31 * seed + step, length);
    add(ChatMessage.user(text), (long) length + MESSAGE_TOKENS);
  }

  private void add(ChatMessage message, long tokens) {
    entries.add(new Entry(message, tokens));
  }

  /** Drops everything after so many tokens, cutting the message that crosses them. */
  private void keep(long tokens) {
    long left = tokens;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.tokens() > left) {
        entries.subList(i, entries.size()).clear();
        addStart(entry, left);
        return;
      }
      left -= entry.tokens();
    }
  }

  private void addStart(Entry entry, long tokens) {
    String content = entry.message().content();
    long textTokens = entry.tokens() - MESSAGE_TOKENS;
    long keptTokens = Math.min(textTokens, tokens - MESSAGE_HEADER_TOKENS);
    if (content == null || keptTokens < 1) {
      return;
    }
    String start = content.substring(0, (int) (content.length() * keptTokens / textTokens));
    add(
        new ChatMessage(entry.message().role(), start, entry.message().fields()),
        keptTokens + MESSAGE_TOKENS);
  }
}
