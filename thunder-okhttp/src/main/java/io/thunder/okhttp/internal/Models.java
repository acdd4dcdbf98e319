package io.thunder.okhttp.internal;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code GET /v1/models}: {@code {"data":[{"id":…,"owned_by":…}]}}. */
final class Models {

  static final String PATH = "/v1/models";

  private Models() {}

  /** Who made the engine, as the first model that says so tells: {@code vllm}, {@code sglang}. */
  static String owner(JsonView list) {
    return values(list, "owned_by").stream().findFirst().orElse("");
  }

  /** What the models are called, in the server's order. */
  static List<String> ids(JsonView list) {
    return values(list, "id");
  }

  private static List<String> values(JsonView list, String name) {
    List<String> values = new ArrayList<>();
    JsonView data = list.isObject() ? list.get("data") : null;
    if (data != null && data.isArray()) {
      data.items(model -> {
        String value = model.isObject() ? model.stringAt(name) : null;
        if (value != null) {
          values.add(value);
        }
      });
    }
    return values;
  }
}
