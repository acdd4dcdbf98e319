package io.thunder.examples.simulator.server;

import java.time.InstantSource;

/** {@code GET /v1/models}. */
public final class Models {

  private Models() {}

  /**
   * Checks that a request asks for the model that is served.
   *
   * @param asked what it asks for; empty means the one that is served
   * @param served the name of that
   * @throws ApiException if they differ
   */
  public static void check(String asked, String served) {
    if (!asked.isEmpty() && !asked.equals(served)) {
      throw ApiException.unknownModel(asked);
    }
  }

  /**
   * The list of the one model that is served.
   *
   * @param model its name
   * @param maxModelLen its longest context in tokens
   * @param clock says when that is
   * @return the body of the answer
   */
  public static String list(String model, int maxModelLen, InstantSource clock) {
    return list(model, maxModelLen, "vllm", clock);
  }

  static String list(String model, int maxModelLen, String owner, InstantSource clock) {
    JsonText json = new JsonText().beginObject();
    json.name("object").value("list").name("data").beginArray().beginObject();
    json.name("id").value(model);
    json.name("object").value("model");
    json.name("created").value(clock.instant().getEpochSecond());
    json.name("owned_by").value(owner);
    json.name("root").value(model);
    json.name("parent").nullValue();
    json.name("max_model_len").value(maxModelLen);
    json.name("permission").beginArray().endArray();
    return json.endObject().endArray().endObject().toString();
  }
}
