package io.thunder.examples.conformance;

/** How far a server supports something. */
enum Support {
  /** Seen to work. */
  YES("yes"),
  /** Seen not to work, or not to be there. */
  NO("no"),
  /** Works, but what it says cannot be relied on, or is not all there. */
  PARTLY("partly"),
  /** Could not be found out. */
  UNKNOWN("unknown");

  private final String word;

  Support(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
