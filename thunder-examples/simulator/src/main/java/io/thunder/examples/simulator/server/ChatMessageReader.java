package io.thunder.examples.simulator.server;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages of a request. */
final class ChatMessageReader {

  private ChatMessageReader() {}

  static List<ChatMessage> readAll(JsonReader reader) throws IOException {
    List<ChatMessage> messages = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      messages.add(read(reader));
    }
    reader.endArray();
    return messages;
  }

  private static ChatMessage read(JsonReader reader) throws IOException {
    String role = "";
    List<String> parts = new ArrayList<>();
    List<String> extras = new ArrayList<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      switch (name) {
        case "role" -> role = reader.nextString();
        case "content" -> readContent(reader, parts);
        default -> addExtra(extras, name, JsonCopy.text(reader));
      }
    }
    reader.endObject();
    if (role.isEmpty()) {
      throw ApiException.badRequest("messages", "Every message needs a role.");
    }
    return new ChatMessage(role, parts, extras);
  }

  private static void readContent(JsonReader reader, List<String> parts) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_ARRAY) {
      addPart(parts, reader);
      return;
    }
    reader.beginArray();
    while (reader.hasNext()) {
      if (reader.peek() == JsonToken.BEGIN_OBJECT) {
        readPart(reader, parts);
      } else {
        addPart(parts, reader);
      }
    }
    reader.endArray();
  }

  /** Reads a part such as {@code {"type":"text","text":"..."}}; other kinds count by their JSON. */
  private static void readPart(JsonReader reader, List<String> parts) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "type" -> reader.skipValue();
        case "text" -> addPart(parts, reader);
        default -> parts.add(JsonCopy.text(reader));
      }
    }
    reader.endObject();
  }

  private static void addPart(List<String> parts, JsonReader reader) throws IOException {
    if (reader.peek() == JsonToken.NULL) {
      reader.nextNull();
    } else {
      parts.add(reader.nextString());
    }
  }

  private static void addExtra(List<String> extras, String name, String text) {
    if (!text.isEmpty()) {
      extras.add(name + text);
    }
  }
}
