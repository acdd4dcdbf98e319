package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import java.time.InstantSource;

/** {@code GET /v1/models}. */
final class Models {

  private Models() {}

  /** Refuses a request for a model that is not served; none named means the one that is. */
  static void check(String model, EnginePreset preset) {
    if (!model.isEmpty() && !model.equals(preset.modelName())) {
      throw ApiException.unknownModel(model);
    }
  }

  static String list(EnginePreset preset, InstantSource clock) {
    JsonText json = new JsonText().beginObject();
    json.name("object").value("list").name("data").beginArray().beginObject();
    json.name("id").value(preset.modelName());
    json.name("object").value("model");
    json.name("created").value(clock.instant().getEpochSecond());
    json.name("owned_by").value("vllm");
    json.name("root").value(preset.modelName());
    json.name("parent").nullValue();
    json.name("max_model_len").value(preset.maxModelLen());
    json.name("permission").beginArray().endArray();
    return json.endObject().endArray().endObject().toString();
  }
}
