package io.thunder.examples.simulator.server;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes JSON into a string; {@link JsonWriter} without its checked exceptions. */
final class JsonText {

  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);

  JsonText() {
    json.setHtmlSafe(false);
    json.setSerializeNulls(true);
  }

  JsonText beginObject() {
    return write(json::beginObject);
  }

  JsonText endObject() {
    return write(json::endObject);
  }

  JsonText beginArray() {
    return write(json::beginArray);
  }

  JsonText endArray() {
    return write(json::endArray);
  }

  JsonText name(String name) {
    return write(() -> json.name(name));
  }

  JsonText value(@Nullable String value) {
    return write(() -> json.value(value));
  }

  JsonText value(long value) {
    return write(() -> json.value(value));
  }

  JsonText value(double value) {
    return write(() -> json.value(value));
  }

  JsonText value(boolean value) {
    return write(() -> json.value(value));
  }

  JsonText nullValue() {
    return write(json::nullValue);
  }

  private JsonText write(JsonCall call) {
    try {
      call.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** Some call of the writer. */
  @FunctionalInterface
  private interface JsonCall {
    void run() throws IOException;
  }
}
