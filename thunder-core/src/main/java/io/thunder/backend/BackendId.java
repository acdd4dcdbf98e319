package io.thunder.backend;

import java.util.Objects;

/**
 * The name of one backend, unique within a client.
 *
 * @param value the name, not blank; by default the host and port of the backend's URL
 */
public record BackendId(String value) implements Comparable<BackendId> {

  /** Checks the name. */
  public BackendId {
    Objects.requireNonNull(value, "value");
    if (value.isBlank()) {
      throw new IllegalArgumentException("a backend id must not be blank");
    }
  }

  @Override
  public int compareTo(BackendId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
