package io.thunder.error;

import java.util.Collection;
import java.util.List;

/**
 * No pool serves the model that a turn names, or it names none and there are several. Nothing was
 * sent. Not retryable: the request must change.
 */
public final class UnknownModelException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /** What the turn asked for, empty if it named none. */
  private final String model;

  /** Models and aliases, sorted. */
  private final String[] known;

  /**
   * Creates the exception.
   *
   * @param message what, which, and what there is instead
   * @param model what the turn asked for, empty if it named none
   * @param known the models and aliases that there are
   */
  public UnknownModelException(String message, String model, Collection<String> known) {
    super(message, null, false);
    this.model = model;
    this.known = known.stream().sorted().toArray(String[]::new);
  }

  /**
   * The model that the turn asked for.
   *
   * @return its name as it was given, empty if none was
   */
  public String model() {
    return model;
  }

  /**
   * What the turn could have asked for.
   *
   * @return all models and aliases, sorted; the message names the first of them only
   */
  public List<String> known() {
    return List.of(known);
  }
}
