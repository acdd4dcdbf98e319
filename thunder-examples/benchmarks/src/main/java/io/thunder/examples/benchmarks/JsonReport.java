package io.thunder.examples.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the machine and the figures as JSON. */
final class JsonReport {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private JsonReport() {}

  static String text(Machine machine, List<Figure> figures) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine.fields());
    report.put("results", figures.stream().map(JsonReport::fields).toList());
    return GSON.toJson(report) + "\n";
  }

  static void write(Path file, Machine machine, List<Figure> figures) throws IOException {
    Files.writeString(file, text(machine, figures), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> fields(Figure figure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", figure.name());
    fields.put("value", figure.value());
    fields.put("unit", figure.unit());
    Budget budget = figure.budget();
    if (budget != null) {
      fields.put(budget.bound() == Bound.AT_MOST ? "atMost" : "atLeast", budget.limit());
      fields.put("ok", figure.isWithinBudget());
    }
    return fields;
  }
}
