package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import java.io.Reader;

/** {@code POST /tokenize}. */
final class Tokenize {

  private Tokenize() {}

  static String answer(EnginePreset preset, Reader body) {
    ChatRequest request = ChatRequestReader.read(body);
    Models.check(request.model(), preset.modelName());
    int[] count = {0};
    JsonText json = new JsonText().beginObject().name("tokens").beginArray();
    TokenSink sink = id -> {
      count[0]++;
      json.value(id);
    };
    if (request.messages().isEmpty()) {
      Tokenizer.text(request.prompt(), sink);
    } else {
      Tokenizer.prompt(request, sink);
    }
    json.endArray().name("token_strs").nullValue();
    json.name("count").value(count[0]);
    json.name("max_model_len").value(preset.maxModelLen());
    return json.endObject().toString();
  }
}
