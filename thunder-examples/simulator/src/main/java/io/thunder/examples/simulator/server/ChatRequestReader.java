package io.thunder.examples.simulator.server;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.OptionalInt;

/** Reads a request body in one pass; only the texts of the messages are kept. */
public final class ChatRequestReader {

  private String model = "";
  private List<ChatMessage> messages = List.of();
  private String prompt = "";
  private String tools = "";
  private String cacheSalt = "";
  private OptionalInt maxTokens = OptionalInt.empty();
  private OptionalInt maxCompletionTokens = OptionalInt.empty();
  private int minTokens;
  private boolean ignoreEos;
  private boolean stream;
  private boolean includeUsage;
  private boolean continuousUsage;

  private ChatRequestReader() {}

  /**
   * Reads a body.
   *
   * @param body the text
   * @return what it asks for
   * @throws ApiException if it is not a JSON object with fields of the right types
   */
  public static ChatRequest read(Reader body) {
    ChatRequestReader fields = new ChatRequestReader();
    RequestFields.read(body, fields::readField);
    return fields.build();
  }

  private void readField(String name, JsonReader reader) throws IOException {
    switch (name) {
      case "model" -> model = reader.nextString();
      case "messages" -> messages = ChatMessageReader.readAll(reader);
      case "prompt" -> prompt = reader.nextString();
      case "tools" -> tools = JsonCopy.text(reader);
      case "cache_salt" -> cacheSalt = reader.nextString();
      case "max_tokens" -> maxTokens = OptionalInt.of(RequestFields.readAtLeastOne(name, reader));
      case "max_completion_tokens" ->
        maxCompletionTokens = OptionalInt.of(RequestFields.readAtLeastOne(name, reader));
      case "min_tokens" -> minTokens = reader.nextInt();
      case "ignore_eos" -> ignoreEos = reader.nextBoolean();
      case "stream" -> stream = reader.nextBoolean();
      case "stream_options" -> RequestFields.readObject(reader, this::readStreamOption);
      default -> reader.skipValue();
    }
  }

  private void readStreamOption(String name, JsonReader reader) throws IOException {
    switch (name) {
      case "include_usage" -> includeUsage = reader.nextBoolean();
      case "continuous_usage_stats" -> continuousUsage = reader.nextBoolean();
      default -> reader.skipValue();
    }
  }

  private ChatRequest build() {
    return new ChatRequest(
        model,
        messages,
        prompt,
        tools,
        cacheSalt,
        maxCompletionTokens.isPresent() ? maxCompletionTokens : maxTokens,
        minTokens,
        ignoreEos,
        stream,
        includeUsage,
        continuousUsage);
  }
}
