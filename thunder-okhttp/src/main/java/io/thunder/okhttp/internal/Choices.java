package io.thunder.okhttp.internal;

import org.jspecify.annotations.Nullable;

/** Reads what whole answers and chunks have in common: choices, and members of known types. */
final class Choices {

  private Choices() {}

  /**
   * The choice with index 0 or without an index, else null.
   *
   * @return an object
   */
  static @Nullable JsonView first(JsonView choices) throws MalformedException {
    if (!choices.isArray()) {
      throw new MalformedException("choices is not an array", choices.raw());
    }
    JsonView[] found = new JsonView[1];
    choices.items(choice -> {
      JsonView index = choice.isObject() ? choice.get("index") : null;
      if (found[0] == null && (index == null || index.isNull() || index.is("0"))) {
        found[0] = choice;
      }
    });
    if (found[0] != null && !found[0].isObject()) {
      throw new MalformedException("a choice is not an object", found[0].raw());
    }
    return found[0];
  }

  /**
   * The text of a member that must be a string if it is there and not null.
   *
   * @param name the member's name
   * @param value what was found
   */
  static @Nullable String text(String name, @Nullable JsonView value) throws MalformedException {
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new MalformedException(name + " is not a string", value.raw());
    }
    return value.string();
  }

  /**
   * A member that must be an object.
   *
   * @param parent whose member
   * @param name the member's name
   * @param value what was found
   */
  static JsonView object(JsonView parent, String name, @Nullable JsonView value)
      throws MalformedException {
    if (value == null || !value.isObject()) {
      throw new MalformedException("no object '" + name + "' in", parent.raw());
    }
    return value;
  }
}
