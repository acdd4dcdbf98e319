package io.thunder.simulation;

/** What may happen in a step that is not one of time passing. */
enum Act {
  CHAT(false),
  LEASE(false),
  BLOCK(true),
  BURST(true),
  GIVE_UP(true),
  PROGRESS(true),
  END_LEASE(false),
  OWN(true),
  RELEASE(true),
  BACKEND(true),
  METRICS(true),
  MEMBERSHIP(true),
  CONTROL(true),
  CLOCK(true),
  LOOK(true),
  CLOSE(true);

  /** Whether it happens less often than turns come and go. */
  final boolean rare;

  Act(boolean rare) {
    this.rare = rare;
  }
}
