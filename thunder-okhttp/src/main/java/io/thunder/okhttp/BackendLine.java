package io.thunder.okhttp;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.TokenCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code KIND URL [id=NAME] [capacity=TOKENS] [ranks=N]}. Messages do not repeat what may hold
 * credentials by mistake.
 */
final class BackendLine {

  /** More than any server has; a typing error must not fill the memory. */
  private static final long RANKS_MAX = 4_096;

  private BackendLine() {}

  /** The backends of a line without comment; throws IllegalArgumentException if something is wrong. */
  static List<Backend> parse(String line) {
    List<String> words = Arrays.asList(line.split("\\s+"));
    BackendKind kind = kind(words.get(0));
    if (words.size() < 2) {
      throw new IllegalArgumentException("there is no URL after " + words.get(0));
    }
    Backend backend = Backend.of(kind, words.get(1));
    Map<String, String> options = options(words.subList(2, words.size()));
    String id = options.remove("id");
    String capacity = options.remove("capacity");
    String ranks = options.remove("ranks");
    if (!options.isEmpty()) {
      throw new IllegalArgumentException("options are id=, capacity= and ranks=, but there is "
          + options.keySet().iterator().next());
    }
    if (id != null) {
      backend = backend.withId(id);
    }
    if (capacity != null) {
      backend = backend.withCapacityTokens(number("capacity", capacity, TokenCounts.MAX));
    }
    return ranks == null
        ? List.of(backend)
        : backend.ranks((int) number("ranks", ranks, RANKS_MAX));
  }

  private static BackendKind kind(String word) {
    List<String> known = new ArrayList<>();
    for (BackendKind kind : BackendKind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      if (name.equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
      known.add(name);
    }
    throw new IllegalArgumentException("the line must begin with one of " + known);
  }

  private static Map<String, String> options(List<String> words) {
    Map<String, String> options = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("after the URL come options, NAME=VALUE");
      }
      @Nullable String before = options.put(word.substring(0, equals), word.substring(equals + 1));
      if (before != null) {
        throw new IllegalArgumentException(word.substring(0, equals) + " is given twice");
      }
    }
    return options;
  }

  private static long number(String name, String text, long max) {
    try {
      long number = Long.parseLong(text);
      if (number > 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through: said in words that name the option.
    }
    throw new IllegalArgumentException(
        name + " must be a whole number from 1 to " + max + ", was " + text);
  }
}
