package io.thunder.examples.simulator.server;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;

/** Reads the fields of request bodies in one pass, and says what is wrong as engines do. */
final class RequestFields {

  private RequestFields() {}

  /** Takes the value of a field, whichever it is. */
  @FunctionalInterface
  interface Field {
    void read(String name, JsonReader value) throws IOException;
  }

  /**
   * Reads a body.
   *
   * @throws ApiException if it is not a JSON object with fields of the right types
   */
  static void read(Reader body, Field field) {
    JsonReader reader = new JsonReader(body);
    reader.setStrictness(Strictness.STRICT);
    try {
      readObject(reader, field);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw ApiException.badRequest(null, "JSON decode error: text after the object");
      }
    } catch (MalformedJsonException | EOFException e) {
      throw ApiException.badRequest(null, "JSON decode error: " + e.getMessage());
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw ApiException.badRequest(null, "Invalid request: " + e.getMessage());
    }
  }

  /** Reads an object; null is as good as not there. */
  static void readObject(JsonReader reader, Field field) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.NULL) {
        reader.nextNull();
      } else {
        field.read(name, reader);
      }
    }
    reader.endObject();
  }

  /**
   * Reads a number of tokens.
   *
   * @throws ApiException if it is less than 1
   */
  static int readAtLeastOne(String name, JsonReader value) throws IOException {
    int number = value.nextInt();
    if (number < 1) {
      throw ApiException.badRequest(name, name + " must be at least 1, got " + number + ".");
    }
    return number;
  }
}
