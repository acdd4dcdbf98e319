package io.thunder.examples.simulator.server;

import com.google.gson.stream.JsonReader;
import java.io.IOException;

/** Reads a JSON value as its text without white space, never as a tree. */
final class JsonCopy {

  private JsonCopy() {}

  /** Consumes the next value and returns its text, which is empty for null and empty containers. */
  static String text(JsonReader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    copy(reader, text);
    String copied = text.toString();
    return switch (copied) {
      case "null", "[]", "{}" -> "";
      default -> copied;
    };
  }

  private static void copy(JsonReader reader, StringBuilder out) throws IOException {
    switch (reader.peek()) {
      case BEGIN_ARRAY -> copyArray(reader, out);
      case BEGIN_OBJECT -> copyObject(reader, out);
      case STRING -> out.append('"').append(reader.nextString()).append('"');
      case NUMBER -> out.append(reader.nextString());
      case BOOLEAN -> out.append(reader.nextBoolean());
      default -> {
        reader.nextNull();
        out.append("null");
      }
    }
  }

  private static void copyArray(JsonReader reader, StringBuilder out) throws IOException {
    reader.beginArray();
    char separator = '[';
    while (reader.hasNext()) {
      out.append(separator);
      copy(reader, out);
      separator = ',';
    }
    reader.endArray();
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void copyObject(JsonReader reader, StringBuilder out) throws IOException {
    reader.beginObject();
    char separator = '{';
    while (reader.hasNext()) {
      out.append(separator).append('"').append(reader.nextName()).append("\":");
      copy(reader, out);
      separator = ',';
    }
    reader.endObject();
    out.append(separator == '{' ? "{}" : "}");
  }
}
