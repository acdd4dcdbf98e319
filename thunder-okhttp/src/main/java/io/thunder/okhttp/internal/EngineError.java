package io.thunder.okhttp.internal;

import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says went wrong, out of whichever envelope it uses: {@code
 * {"error":{"message":…}}}, the older flat {@code {"object":"error","message":…}}, {@code
 * {"error":"text"}} of routers, {@code {"detail":…}} of FastAPI, or plain text.
 *
 * @param message the engine's words: one line, shortened, without quoted input
 * @param code the engine's status code, or null if it gave no number
 */
record EngineError(String message, @Nullable Integer code) {

  /** Validation errors quote the value they dislike, which may be a part of the prompt. */
  private static final String QUOTED_VALUE = "input_value=";

  private static final String AFTER_QUOTED_VALUE = ", input_type";

  /** Or the whole request, as JSON or as Python prints it; what comes after it is lost too. */
  private static final Pattern QUOTED_REQUEST =
      Pattern.compile("(['\"])input\\1\\s*:.*", Pattern.DOTALL);

  private static final List<String> CODES = List.of("code", "status_code");

  /** What the body of an unsuccessful response says. */
  static EngineError ofBody(String body) {
    try {
      EngineError error = find(JsonView.parse(body));
      return error == null ? ofText(body, null) : error;
    } catch (MalformedException e) {
      return ofText(body, null);
    }
  }

  /**
   * Whether one of status 404 is about the route: what frameworks say of it, in whichever envelope,
   * while engines give models that they do not have a code and words of their own.
   */
  boolean isOfRoute() {
    return code == null || message.equalsIgnoreCase("Not Found");
  }

  /** This error with advice, if there is any. */
  EngineError with(String advice) {
    String separator = message.isEmpty() || advice.isEmpty() ? "" : "; ";
    return new EngineError(message + separator + advice, code);
  }

  /** The error inside a body that came with a good status, or null if there is none. */
  static @Nullable EngineError find(JsonView body) {
    if (!body.isObject()) {
      return null;
    }
    JsonView error = body.get("error");
    if (error == null || error.isNull()) {
      return body.has("choices") ? null : flat(body);
    }
    if (error.isString()) {
      return ofText(error.string(), code(body));
    }
    String message = error.isObject() ? error.stringAt("message") : null;
    return ofText(message == null ? error.raw() : message, error.isObject() ? code(error) : null);
  }

  private static @Nullable EngineError flat(JsonView body) {
    String object = body.stringAt("object");
    String message = body.stringAt("message");
    if (message != null && (object == null || object.equals("error"))) {
      return ofText(message, code(body));
    }
    JsonView detail = body.get("detail");
    return detail == null ? null : ofText(detail(detail), null);
  }

  /** FastAPI lists {@code loc}, {@code msg} and the offending {@code input}, which is left out. */
  private static String detail(JsonView detail) {
    if (detail.isString()) {
      return detail.string();
    }
    StringJoiner all = new StringJoiner("; ");
    if (detail.isArray()) {
      detail.items(item -> {
        JsonView what = item.isObject() ? item.get("msg") : null;
        JsonView where = item.isObject() ? item.get("loc") : null;
        all.add((what == null ? "?" : what.raw()) + (where == null ? "" : " at " + where.raw()));
      });
    }
    return all.toString();
  }

  private static @Nullable Integer code(JsonView error) {
    for (String name : CODES) {
      JsonView value = error.get(name);
      Long code = value == null ? null : value.wholeNumber();
      if (code != null && code >= 0 && code <= 999) {
        return code.intValue();
      }
    }
    return null;
  }

  private static EngineError ofText(String text, @Nullable Integer code) {
    String values = withoutValues(text);
    return new EngineError(Excerpt.of(QUOTED_REQUEST.matcher(values).replaceFirst("…")), code);
  }

  /** Not by a pattern: one that looks for the end of every value anew takes quadratic time. */
  private static String withoutValues(String text) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf(QUOTED_VALUE); at >= 0; at = text.indexOf(QUOTED_VALUE, from)) {
      kept.append(text, from, at).append(QUOTED_VALUE).append('…');
      int end = text.indexOf(AFTER_QUOTED_VALUE, at);
      from = end < 0 ? text.length() : end;
    }
    return kept.append(text, from, text.length()).toString();
  }
}
