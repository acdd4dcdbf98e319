package io.thunder.examples.conformance;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.thunder.backend.Backend;
import java.util.List;
import java.util.Locale;

/** The findings as a table, or as JSON. */
final class Report {

  private static final Gson GSON =
      new GsonBuilder().setFormattingStyle(FormattingStyle.PRETTY).create();

  private Report() {}

  /** The line above the table. */
  static String title(Backend backend) {
    return backend.uri() + " is taken for " + backend.kind().name().toLowerCase(Locale.ROOT);
  }

  /** One line of the table, with what was seen, and the one below, with what follows from it. */
  static String line(Finding finding) {
    return String.format(
        "%-14s %-8s %s%n%24s=> %s",
        finding.ability(), finding.support(), finding.seen(), "", finding.therefore());
  }

  /** The document, ending with a line feed. */
  static String json(Backend backend, List<Finding> findings) {
    JsonObject document = new JsonObject();
    document.addProperty("backend", backend.uri().toString());
    document.addProperty("kind", backend.kind().name());
    JsonArray all = new JsonArray();
    for (Finding finding : findings) {
      JsonObject one = new JsonObject();
      one.addProperty("ability", finding.ability());
      one.addProperty("support", finding.support().toString());
      one.addProperty("seen", finding.seen());
      one.addProperty("therefore", finding.therefore());
      all.add(one);
    }
    document.add("findings", all);
    return GSON.toJson(document) + "\n";
  }
}
