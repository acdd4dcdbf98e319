package io.thunder.examples.llamacpp.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.thunder.examples.simulator.server.ChatMessage;
import java.util.List;

/** Messages in the form that llama.cpp takes. */
final class Messages {

  private Messages() {}

  /** Returns them with their contents as one text each, other fields such as tool calls at its end. */
  static JsonObject json(List<ChatMessage> messages) {
    JsonArray list = new JsonArray();
    for (ChatMessage message : messages) {
      JsonObject one = new JsonObject();
      one.addProperty("role", message.role());
      one.addProperty(
          "content", String.join("", message.parts()) + String.join("", message.extras()));
      list.add(one);
    }
    JsonObject json = new JsonObject();
    json.add("messages", list);
    return json;
  }
}
