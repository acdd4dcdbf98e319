package io.thunder.examples.simulator.trace;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a trace, from JSON to a program. */
final class TraceLine {

  private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);

  /** More tokens than any model's context; also keeps sums of steps far from an overflow. */
  private static final int TOKENS_MAX = 100_000_000;

  private static final double SECONDS_MAX = 1e9;

  private TraceLine() {}

  /** A line that is no program; the message is the reason. */
  static final class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    Malformed(String reason) {
      super(reason);
    }
  }

  /** Returns the program, or null if it repeats another one. */
  static @Nullable AgentProgram parse(String line) throws Malformed {
    if (!(json(line) instanceof JsonObject program)) {
      throw new Malformed("not a JSON object");
    }
    String id = text(program, "id");
    if (id == null || id.isBlank()) {
      throw new Malformed("\"id\" is missing");
    }
    if (!(program.get("steps") instanceof JsonArray array)) {
      throw new Malformed("\"steps\" " + (program.has("steps") ? "is not an array" : "is missing"));
    }
    if (array.isEmpty()) {
      throw new Malformed("\"steps\" is empty");
    }
    List<AgentStep> steps = new ArrayList<>(array.size());
    for (JsonElement step : array) {
      steps.add(step(step, "step " + (steps.size() + 1) + ": "));
    }
    if (program.has("overlaps") && !program.get("overlaps").isJsonNull()) {
      return null;
    }
    String source = text(program, "source");
    return new AgentProgram(id, source == null ? "" : source, 0, parent(program), steps);
  }

  private static JsonElement json(String line) throws Malformed {
    try (JsonReader reader = new JsonReader(new StringReader(line))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JSON.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new Malformed("not JSON: text after the object");
      }
      return element;
    } catch (EOFException e) {
      throw new Malformed("not JSON: the line ends too early");
    } catch (MalformedJsonException e) {
      throw new Malformed("not JSON" + place(e));
    } catch (IOException | JsonParseException | NumberFormatException | IllegalStateException e) {
      throw new Malformed("not JSON");
    }
  }

  /** Takes "column 7" out of the parser's message, which is long and speaks of its API. */
  private static String place(MalformedJsonException e) {
    String message = String.valueOf(e.getMessage());
    int column = message.indexOf("column ");
    int end = message.indexOf(' ', column + "column ".length());
    return column < 0 || end < 0 ? "" : ": " + message.substring(column, end);
  }

  private static @Nullable String text(JsonObject object, String name) throws Malformed {
    JsonElement value = object.get(name);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (value instanceof JsonPrimitive text && text.isString()) {
      return text.getAsString();
    }
    throw new Malformed("\"" + name + "\" is not a string");
  }

  private static AgentStep step(JsonElement element, String where) throws Malformed {
    if (!(element instanceof JsonObject step)) {
      throw new Malformed(where + "not a JSON object");
    }
    int prompt = count(step, "new_prompt_tokens", where);
    int output = count(step, "output_tokens", where);
    double seconds = seconds(step, "tool_seconds", where);
    String tool = tool(step);
    if (!flag(step, "reset", where)) {
      return AgentStep.append(prompt, output, seconds).withTool(tool);
    }
    boolean known =
        step.has("kept_prefix_tokens") && !step.get("kept_prefix_tokens").isJsonNull();
    int kept = known ? count(step, "kept_prefix_tokens", where) : 0;
    return AgentStep.reset(kept, prompt, output, seconds).withTool(tool);
  }

  /** Returns the name of the first tool, empty if there is none. */
  private static String tool(JsonObject step) {
    boolean named = step.get("tool") instanceof JsonArray tools
        && !tools.isEmpty()
        && tools.get(0) instanceof JsonPrimitive name
        && name.isString();
    return named ? step.getAsJsonArray("tool").get(0).getAsString() : "";
  }

  private static AgentProgram.@Nullable Parent parent(JsonObject program) throws Malformed {
    String id = text(program, "parent");
    return id == null ? null : new AgentProgram.Parent(id, count(program, "parent_step", ""));
  }

  private static int count(JsonObject step, String name, String where) throws Malformed {
    BigDecimal value = number(step, name, where);
    if (value == null) {
      throw new Malformed(where + "\"" + name + "\" is null");
    }
    if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(TOKENS_MAX)) > 0) {
      throw new Malformed(where + "\"" + name + "\" is not between 0 and " + TOKENS_MAX);
    }
    try {
      return value.intValueExact();
    } catch (ArithmeticException e) {
      throw new Malformed(where + "\"" + name + "\" is not an integer");
    }
  }

  private static double seconds(JsonObject step, String name, String where) throws Malformed {
    BigDecimal value = number(step, name, where);
    double seconds = value == null ? Double.NaN : value.doubleValue();
    if (seconds < 0 || seconds > SECONDS_MAX) {
      throw new Malformed(where + "\"" + name + "\" is not between 0 and " + SECONDS_MAX);
    }
    return seconds;
  }

  private static @Nullable BigDecimal number(JsonObject step, String name, String where)
      throws Malformed {
    JsonElement value = step.get(name);
    if (value == null) {
      throw new Malformed(where + "\"" + name + "\" is missing");
    }
    if (value.isJsonNull()) {
      return null;
    }
    if (value instanceof JsonPrimitive number && number.isNumber()) {
      try {
        return number.getAsBigDecimal();
      } catch (NumberFormatException e) {
        throw new Malformed(where + "\"" + name + "\" is out of range");
      }
    }
    throw new Malformed(where + "\"" + name + "\" is not a number");
  }

  private static boolean flag(JsonObject step, String name, String where) throws Malformed {
    JsonElement value = step.get(name);
    if (value == null || value.isJsonNull()) {
      return false;
    }
    if (value instanceof JsonPrimitive flag && flag.isBoolean()) {
      return flag.getAsBoolean();
    }
    throw new Malformed(where + "\"" + name + "\" is not true or false");
  }
}
