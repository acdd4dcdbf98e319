package io.thunder.examples.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import io.thunder.chat.ChatMessage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests and answers as a program without Thunder declares them for Gson. */
final class Wire {

  /** By default Gson would write half of the punctuation of code as six bytes each. */
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Wire() {}

  /** The body of a request; when it is streamed, usage is asked for, as Thunder does. */
  static String json(List<ChatMessage> messages, boolean streamed) {
    List<Message> declared = messages.stream()
        .map(message -> new Message(message.role(), message.content()))
        .toList();
    return GSON.toJson(
        streamed
            ? new Request(declared, true, new StreamOptions(true))
            : new Request(declared, null, null));
  }

  /** The text of a whole answer. */
  static String text(String answer) {
    return text(GSON.fromJson(answer, Answer.class).choices().get(0).message());
  }

  /** The new text of one event of a streamed answer. */
  static String delta(String event) {
    return text(GSON.fromJson(event, Answer.class).choices().get(0).delta());
  }

  private static String text(@Nullable Message message) {
    return message == null ? "" : Objects.requireNonNullElse(message.content(), "");
  }

  /** In the order in which Thunder writes the fields, so that the bodies are the same. */
  private record Request(
      List<Message> messages,
      @Nullable Boolean stream,
      @SerializedName("stream_options") @Nullable StreamOptions streamOptions) {}

  private record StreamOptions(
      @SerializedName("include_usage") boolean includeUsage) {}

  private record Message(String role, @Nullable String content) {}

  private record Answer(
      String id,
      String model,
      List<Choice> choices,
      @Nullable TokenCounts usage) {}

  private record Choice(
      int index,
      @Nullable Message message,
      @Nullable Message delta,
      @SerializedName("finish_reason") @Nullable String finishReason) {}

  private record TokenCounts(
      @SerializedName("prompt_tokens") long promptTokens,
      @SerializedName("completion_tokens") long completionTokens,
      @SerializedName("prompt_tokens_details") @Nullable PromptDetails promptDetails) {}

  private record PromptDetails(
      @SerializedName("cached_tokens") long cachedTokens) {}
}
