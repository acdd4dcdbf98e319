package io.thunder.examples.simulator.server;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
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
    JsonReader reader = new JsonReader(body);
    reader.setStrictness(Strictness.STRICT);
    try {
      ChatRequestReader fields = new ChatRequestReader();
      fields.readObject(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw ApiException.badRequest(null, "JSON decode error: text after the object");
      }
      return fields.build();
    } catch (MalformedJsonException | EOFException e) {
      throw ApiException.badRequest(null, "JSON decode error: " + e.getMessage());
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw ApiException.badRequest(null, "Invalid request: " + e.getMessage());
    }
  }

  private void readObject(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.NULL) {
        reader.nextNull();
      } else {
        readField(name, reader);
      }
    }
    reader.endObject();
  }

  private void readField(String name, JsonReader reader) throws IOException {
    switch (name) {
      case "model" -> model = reader.nextString();
      case "messages" -> messages = ChatMessageReader.readAll(reader);
      case "prompt" -> prompt = reader.nextString();
      case "tools" -> tools = JsonCopy.text(reader);
      case "cache_salt" -> cacheSalt = reader.nextString();
      case "max_tokens" -> maxTokens = OptionalInt.of(limit(name, reader.nextInt()));
      case "max_completion_tokens" ->
        maxCompletionTokens = OptionalInt.of(limit(name, reader.nextInt()));
      case "min_tokens" -> minTokens = reader.nextInt();
      case "ignore_eos" -> ignoreEos = reader.nextBoolean();
      case "stream" -> stream = reader.nextBoolean();
      case "stream_options" -> readStreamOptions(reader);
      default -> reader.skipValue();
    }
  }

  private void readStreamOptions(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "include_usage" -> includeUsage = reader.nextBoolean();
        case "continuous_usage_stats" -> continuousUsage = reader.nextBoolean();
        default -> reader.skipValue();
      }
    }
    reader.endObject();
  }

  private static int limit(String name, int value) {
    if (value < 1) {
      throw ApiException.badRequest(name, name + " must be at least 1, got " + value + ".");
    }
    return value;
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
