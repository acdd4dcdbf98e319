package io.thunder.program;

import io.thunder.backend.TokenCounts;
import java.util.Objects;

/**
 * The program that started another one, as an agent starts a sub-agent, and waits for it.
 *
 * <p>To inherit means that the other's prompts begin with the very tokens that the parent's begin
 * with: same model, same tools, same messages.
 *
 * @param id which program
 * @param inheritedTokens how many tokens of its history the other's prompts begin with; 0 if none do,
 *     or if it is known as text only
 * @param inheritedChars the same as text (UTF-16 units), from which tokens are estimated if they are
 *     unknown; else 0
 */
public record ParentProgram(ProgramId id, long inheritedTokens, long inheritedChars) {

  /** Checks the lengths. */
  public ParentProgram {
    Objects.requireNonNull(id, "id");
    TokenCounts.checked(inheritedTokens, "inheritedTokens");
    TokenCounts.checked(inheritedChars, "inheritedChars");
    if (inheritedTokens > 0 && inheritedChars > 0) {
      throw new IllegalArgumentException(
          "what is inherited must be given in tokens or in chars, not "
              + inheritedTokens
              + " tokens and "
              + inheritedChars
              + " chars");
    }
  }

  /**
   * A parent of which nothing is inherited but its place in the order.
   *
   * @param id which program
   * @return the parent
   */
  public static ParentProgram of(String id) {
    return ofTokens(id, 0);
  }

  /**
   * A parent whose history was tokenised already.
   *
   * @param id which program
   * @param inheritedTokens how many tokens of it the other's prompts begin with
   * @return the parent
   */
  public static ParentProgram ofTokens(String id, long inheritedTokens) {
    return new ParentProgram(new ProgramId(id), inheritedTokens, 0);
  }

  /**
   * A parent whose history is known as text.
   *
   * @param id which program
   * @param inheritedChars how many characters of it the other's prompts begin with (UTF-16 units)
   * @return the parent
   */
  public static ParentProgram ofChars(String id, long inheritedChars) {
    return new ParentProgram(new ProgramId(id), 0, inheritedChars);
  }

  /**
   * Whether the other's prompts begin with its history.
   *
   * @return true if anything is inherited
   */
  public boolean isForked() {
    return inheritedTokens > 0 || inheritedChars > 0;
  }
}
