package io.thunder;

import io.thunder.error.UnknownModelException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models that there are, and what else they are called. Immutable. */
final class ModelNames {

  /** So many names fit into a message that people read. */
  private static final int NAMES_SHOWN_MAX = 32;

  private static final int NAME_CHARS_MAX = 100;

  private final Map<String, String> models;
  private final SortedMap<String, String> aliases;
  private final List<String> known;
  private final @Nullable String defaultModel;

  /**
   * Checks that no name means two things and that every alias, and the default, stand for a model.
   *
   * @param models the models' names, each once
   * @param aliases from alias to model
   * @param chosen the model, or alias, of turns that name none; null means the only one there is
   */
  ModelNames(SortedSet<String> models, Map<String, String> aliases, @Nullable String chosen) {
    this.models = models.stream().collect(Collectors.toUnmodifiableMap(name -> name, name -> name));
    this.aliases = new TreeMap<>(aliases);
    aliases.forEach((alias, model) -> {
      if (models.contains(alias)) {
        throw new IllegalArgumentException("'" + alias + "' is a model, and cannot be an alias");
      }
      if (!models.contains(model)) {
        throw new IllegalArgumentException(
            "alias '" + alias + "' stands for '" + model + "', which no pool serves");
      }
    });
    this.known =
        Stream.concat(models.stream(), aliases.keySet().stream()).sorted().toList();
    this.defaultModel = chosen == null ? only(models) : find(chosen);
    if (chosen != null && defaultModel == null) {
      throw new IllegalArgumentException("no pool serves the default model '" + chosen + "'");
    }
  }

  private static @Nullable String only(SortedSet<String> models) {
    return models.size() == 1 ? models.first() : null;
  }

  private @Nullable String find(String name) {
    return models.getOrDefault(name, aliases.get(name));
  }

  /** The models, sorted. */
  SortedSet<String> models() {
    return new TreeSet<>(models.keySet());
  }

  /** The aliases, sorted, and what they stand for. */
  SortedMap<String, String> aliases() {
    return new TreeMap<>(aliases);
  }

  /** The model of a name, or of a turn that gives none (null or empty); throws if there is none. */
  String resolve(@Nullable String given) {
    String name = Objects.requireNonNullElse(given, "");
    String model = name.isEmpty() ? defaultModel : find(name);
    if (model == null) {
      throw unknown(name);
    }
    return model;
  }

  private UnknownModelException unknown(String name) {
    String what = name.isEmpty()
        ? "the turn names no model, and none is the default"
        : "no model is called '" + shown(name) + "'" + hint(name);
    String more =
        known.size() > NAMES_SHOWN_MAX ? " and " + (known.size() - NAMES_SHOWN_MAX) + " more" : "";
    String names = known.stream()
        .limit(NAMES_SHOWN_MAX)
        .map(ModelNames::shown)
        .collect(Collectors.joining(", ", "; there are: ", more));
    return new UnknownModelException(what + names, name, known);
  }

  private String hint(String name) {
    return known.stream()
        .filter(new NearName(name)::isNear)
        .findFirst()
        .map(near -> " (did you mean '" + shown(near) + "'?)")
        .orElse("");
  }

  /** A name for messages: bounded, and in one line. */
  private static String shown(String name) {
    String start = name.length() > NAME_CHARS_MAX ? name.substring(0, NAME_CHARS_MAX) + "…" : name;
    return start.replaceAll("\\p{Cntrl}", " ");
  }
}
