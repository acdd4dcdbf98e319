package io.thunder.examples.soak.report;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * The result as JSON: the fields of {@link SoakResult}, and {@code clean}, which says whether nothing
 * was lost.
 */
public final class JsonReport {

  private static final Gson GSON =
      new GsonBuilder().setFormattingStyle(FormattingStyle.PRETTY).create();

  private JsonReport() {}

  /**
   * Formats a result.
   *
   * @param result what was found
   * @return the document, ending with a line feed
   */
  public static String format(SoakResult result) {
    JsonObject document = new JsonObject();
    document.addProperty("clean", result.isClean());
    JsonElement fields = GSON.toJsonTree(result);
    fields
        .getAsJsonObject()
        .entrySet()
        .forEach(field -> document.add(field.getKey(), field.getValue()));
    return GSON.toJson(document) + "\n";
  }
}
