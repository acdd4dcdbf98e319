package io.thunder.okhttp.internal;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.JsonText;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The body of a turn in messages. */
final class ChatBody extends TurnBody {

  private final ChatRequest request;
  private final boolean streamed;
  private final boolean askForUsage;
  private final boolean higherFirst;

  /**
   * Writes a request.
   *
   * @param higherFirst whether the engine takes higher priorities first
   */
  ChatBody(ChatRequest request, boolean streamed, boolean higherFirst, LongSupplier nanoTime) {
    super(nanoTime);
    this.higherFirst = higherFirst;
    this.request = request;
    this.streamed = streamed;
    this.askForUsage = streamed && !StreamOptions.decidedByCaller(request);
  }

  @Override
  boolean askForUsage() {
    return askForUsage;
  }

  @Override
  void write(JsonOut out) throws IOException {
    out.verbatim("{");
    String model = request.model();
    if (model != null) {
      out.verbatim("\"model\":").quoted(model).verbatim(",");
    }
    out.verbatim("\"messages\":[");
    String separator = "";
    for (ChatMessage message : request.messages()) {
      out.verbatim(separator);
      message(out, message);
      separator = ",";
    }
    out.verbatim("]");
    for (Map.Entry<String, JsonText> field : request.fields().entrySet()) {
      boolean options = askForUsage && field.getKey().equals(StreamOptions.FIELD);
      JsonText value = field.getValue();
      field(out, field.getKey(), options ? StreamOptions.withUsage(value) : value.text());
    }
    priority(out, request.priority(), higherFirst);
    if (streamed) {
      out.verbatim(",\"stream\":true");
    }
    if (askForUsage && !request.fields().containsKey(StreamOptions.FIELD)) {
      field(out, StreamOptions.FIELD, StreamOptions.withUsage(null));
    }
    out.verbatim("}");
  }

  private static void message(JsonOut out, ChatMessage message) throws IOException {
    out.verbatim("{\"role\":").quoted(message.role());
    @Nullable String content = message.content();
    if (content != null) {
      out.verbatim(",\"content\":").quoted(content);
    }
    for (Map.Entry<String, JsonText> field : message.fields().entrySet()) {
      field(out, field.getKey(), field.getValue().text());
    }
    out.verbatim("}");
  }
}
