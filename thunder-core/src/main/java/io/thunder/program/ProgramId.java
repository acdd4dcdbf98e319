package io.thunder.program;

import java.util.Objects;

/**
 * The name of one agent trajectory. An id may be used again after its program ended; it is a new
 * program then.
 *
 * @param value the name: not blank, at most 512 characters, no control characters
 */
public record ProgramId(String value) implements Comparable<ProgramId> {

  private static final int LENGTH_MAX = 512;

  /** Checks the name. */
  public ProgramId {
    Objects.requireNonNull(value, "value");
    if (value.isBlank() || value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a program id must have 1 to " + LENGTH_MAX + " characters, had " + value.length());
    }
    for (int i = 0; i < value.length(); i++) { // with every turn: no stream
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException("a program id must not contain control characters");
      }
    }
  }

  @Override
  public int compareTo(ProgramId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
