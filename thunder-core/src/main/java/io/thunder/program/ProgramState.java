package io.thunder.program;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The states of a program, and the table of legal transitions between them. An event that the table
 * does not list is a bug of the scheduler and throws.
 */
public enum ProgramState {
  /** Just heard of, as by what it owns; no turn of it has arrived yet. */
  NEW(Lifecycle.PAUSED, Phase.ACTING),
  /** Active, with turns in flight. */
  REASONING(Lifecycle.ACTIVE, Phase.REASONING),
  /** Active, with turns in flight, to be paused when they end. */
  MARKED(Lifecycle.ACTIVE, Phase.REASONING),
  /** Active, no turn in flight: a tool runs while the backend holds the cache. */
  ACTING(Lifecycle.ACTIVE, Phase.ACTING),
  /** Paused, with at least one turn waiting in the pool. */
  WAITING(Lifecycle.PAUSED, Phase.ACTING),
  /** Paused, with no turn waiting: its tool may still run. */
  PARKED(Lifecycle.PAUSED, Phase.ACTING),
  /** Over; the id may be used by a new program. */
  ENDED(Lifecycle.TERMINATED, Phase.ACTING);

  private static final Map<ProgramState, Map<ProgramEvent, ProgramState>> TABLE = table();

  private final Lifecycle lifecycle;
  private final Phase phase;

  ProgramState(Lifecycle lifecycle, Phase phase) {
    this.lifecycle = lifecycle;
    this.phase = phase;
  }

  /**
   * The state's place.
   *
   * @return where a program in this state is
   */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /**
   * The state's activity.
   *
   * @return what a program in this state does
   */
  public Phase phase() {
    return phase;
  }

  /**
   * The state after an event.
   *
   * @param event what happened
   * @return the next state
   * @throws IllegalStateException if the table has no such transition
   */
  public ProgramState on(ProgramEvent event) {
    ProgramState next = transitions().get(event);
    if (next == null) {
      throw new IllegalStateException("illegal transition: " + event + " in state " + this);
    }
    return next;
  }

  /**
   * The row of the table that starts here.
   *
   * @return an unmodifiable map from event to next state
   */
  public Map<ProgramEvent, ProgramState> transitions() {
    return TABLE.getOrDefault(this, Map.of());
  }

  private static Map<ProgramState, Map<ProgramEvent, ProgramState>> table() {
    Map<ProgramState, Map<ProgramEvent, ProgramState>> table = new EnumMap<>(ProgramState.class);
    row(table, NEW, ProgramEvent.ADMIT, REASONING, ProgramEvent.QUEUE, WAITING);
    row(table, NEW, ProgramEvent.END, ENDED);
    row(table, REASONING, ProgramEvent.ADMIT, REASONING, ProgramEvent.FINISH, ACTING);
    row(table, REASONING, ProgramEvent.MARK, MARKED, ProgramEvent.END, ENDED);
    row(table, MARKED, ProgramEvent.ADMIT, MARKED, ProgramEvent.FINISH, PARKED);
    row(table, MARKED, ProgramEvent.UNMARK, REASONING, ProgramEvent.END, ENDED);
    row(table, ACTING, ProgramEvent.ADMIT, REASONING, ProgramEvent.PAUSE, PARKED);
    row(table, ACTING, ProgramEvent.END, ENDED);
    row(table, PARKED, ProgramEvent.QUEUE, WAITING, ProgramEvent.RESUME, ACTING);
    row(table, PARKED, ProgramEvent.ADMIT, REASONING, ProgramEvent.END, ENDED);
    row(table, WAITING, ProgramEvent.QUEUE, WAITING, ProgramEvent.ADMIT, REASONING);
    row(table, WAITING, ProgramEvent.WITHDRAW, PARKED, ProgramEvent.END, ENDED);
    table.replaceAll((state, row) -> Collections.unmodifiableMap(row));
    return table;
  }

  private static void row(
      Map<ProgramState, Map<ProgramEvent, ProgramState>> table,
      ProgramState from,
      ProgramEvent event,
      ProgramState to) {
    table.computeIfAbsent(from, state -> new EnumMap<>(ProgramEvent.class)).put(event, to);
  }

  private static void row(
      Map<ProgramState, Map<ProgramEvent, ProgramState>> table,
      ProgramState from,
      ProgramEvent event,
      ProgramState to,
      ProgramEvent otherEvent,
      ProgramState otherTo) {
    row(table, from, event, to);
    row(table, from, otherEvent, otherTo);
  }
}
