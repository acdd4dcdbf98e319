package io.thunder.scheduling;

/** On which backend a program is placed among those with room. */
public enum Placement {
  /** The one with the most room: spreads the load. */
  MOST_FREE,
  /** The one with the least room that still fits: keeps large gaps for large programs. */
  BEST_FIT
}
