package io.thunder;

import io.thunder.backend.TokenCounts;
import io.thunder.internal.TurnTicket;
import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.PromptPrefix;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a turn will need, told by a caller who brings an HTTP client of its own.
 *
 * @param promptTokens the prompt's tokens if they are known, else 0
 * @param promptChars the prompt's characters, from which tokens are estimated; 0 if unknown
 * @param maxTokens the bound on generated tokens, 0 for none
 * @param model the model's name, empty if there is only one
 * @param prefixes what the prompt may have in common with those of other programs, in order of
 *     length: the system prompt, say, and then the task that several rollouts attempt. A backend
 *     holds it once, and is counted on to
 * @param parent who started the program and waits for it, null if nobody did. Looked at with the
 *     first turn of the program only; one that is not known, or has ended, does not count
 */
public record TurnDemand(
    long promptTokens,
    long promptChars,
    int maxTokens,
    String model,
    List<PromptPrefix> prefixes,
    @Nullable ParentProgram parent) {

  /**
   * Checks that something is known of the prompt, that nothing is negative or above {@link
   * TokenCounts#MAX}, and that prefixes are in order and have keys of their own.
   */
  public TurnDemand {
    Objects.requireNonNull(model, "model");
    prefixes = List.copyOf(prefixes);
    if (prefixes.stream().map(PromptPrefix::key).distinct().count() < prefixes.size()) {
      throw new IllegalArgumentException("prefixes must differ in their keys: " + prefixes);
    }
    for (int i = 1; i < prefixes.size(); i++) {
      if (prefixes.get(i).tokens() < prefixes.get(i - 1).tokens()
          || prefixes.get(i).chars() < prefixes.get(i - 1).chars()) {
        throw new IllegalArgumentException("prefixes must be in order of length: " + prefixes);
      }
    }
    TokenCounts.checked(promptTokens, "promptTokens");
    TokenCounts.checked(promptChars, "promptChars");
    TokenCounts.checked(maxTokens, "maxTokens");
    if (promptTokens == 0 && promptChars == 0) {
      throw new IllegalArgumentException("either promptTokens or promptChars must be given");
    }
  }

  /**
   * A turn whose prompt was tokenised already.
   *
   * @param tokens the prompt's tokens, at least 1
   * @return the demand
   */
  public static TurnDemand ofTokens(long tokens) {
    return new TurnDemand(tokens, 0, 0, "", List.of(), null);
  }

  /**
   * A turn whose prompt is known as text only.
   *
   * @param chars the prompt's characters, at least 1
   * @return the demand
   */
  public static TurnDemand ofChars(long chars) {
    return new TurnDemand(0, chars, 0, "", List.of(), null);
  }

  /**
   * This demand with a bound on generated tokens.
   *
   * @param tokens at least 1; 0 for none
   * @return a copy
   */
  public TurnDemand withMaxTokens(int tokens) {
    return new TurnDemand(promptTokens, promptChars, tokens, model, prefixes, parent);
  }

  /**
   * This demand as one of a model.
   *
   * @param name the model's name, empty if there is only one
   * @return a copy
   */
  public TurnDemand withModel(String name) {
    return new TurnDemand(promptTokens, promptChars, maxTokens, name, prefixes, parent);
  }

  /**
   * This demand with what the prompt may have in common with those of other programs.
   *
   * @param shared in order of length
   * @return a copy
   */
  public TurnDemand withPrefixes(List<PromptPrefix> shared) {
    return new TurnDemand(promptTokens, promptChars, maxTokens, model, shared, parent);
  }

  /**
   * This demand as that of a program which another one started and waits for.
   *
   * @param starter who started it
   * @return a copy
   */
  public TurnDemand withParent(ParentProgram starter) {
    return new TurnDemand(promptTokens, promptChars, maxTokens, model, prefixes, starter);
  }

  /** A ticket of a turn that needs this. */
  TurnTicket ticket(long id, ProgramId program) {
    return new TurnTicket(
        id, program, model, promptChars, promptTokens, maxTokens, prefixes, parent);
  }
}
