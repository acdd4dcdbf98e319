package io.thunder.simulation;

import io.thunder.backend.BackendId;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.ProgramId;
import java.util.Arrays;

/**
 * A listener that checks what it hears: every turn queued at most once, then admitted or refused,
 * then ended; programs placed where there is room, paused where they were placed, and moved between
 * their turns only; nothing of a program left when it ends. It throws, blocks and calls the client when its world says so.
 */
final class Watch implements ThunderListener {

  private static final byte UNHEARD = 0;
  private static final byte QUEUED = 1;
  private static final byte ADMITTED = 2;
  private static final byte OVER = 3;

  private final World world;
  private final BackendId[] places;

  /** Where programs were before they were paused. */
  private final BackendId[] left;

  /** Who was moved for a turn that is about to be admitted, and may be smaller than what it replaces. */
  private final boolean[] moving;

  private final boolean[] marked;
  private final int[] queued;
  private final int[] inFlight;

  /** Whose pause was the event before this one, or -1. */
  private int pausedLast = -1;

  private byte[] turns = new byte[1 << 10];
  private int turnsMax;

  Watch(World world, int programs) {
    this.world = world;
    this.places = new BackendId[programs];
    this.left = new BackendId[programs];
    this.moving = new boolean[programs];
    this.marked = new boolean[programs];
    this.queued = new int[programs];
    this.inFlight = new int[programs];
  }

  @Override
  public void onTurnQueued(ThunderEvent.TurnQueued event) {
    int program = turn("queued", event.program(), event.turn(), QUEUED, UNHEARD, UNHEARD);
    queued[program]++;
    misbehave(program);
  }

  @Override
  public void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {
    boolean waited = stage(event.turn()) == QUEUED;
    int program = turn("admitted", event.program(), event.turn(), ADMITTED, UNHEARD, QUEUED);
    queued[program] -= waited ? 1 : 0;
    boolean moves = world.plan.policy.movesBetweenTurns() && inFlight[program] == 0;
    inFlight[program]++;
    boolean placed = places[program] == null;
    if (placed || moves) {
      places[program] = event.backend();
    }
    boolean silent =
        world.plan.policy.resumeIdle(); // it may have been placed without a turn before
    if (moving[program] || (placed && !silent)) {
      moving[program] = false;
      checkRoom(program, event.usedTokens(), event.limitTokens());
    }
    world.journal.note("at", World.indexOf(event.backend().value()), event.usedTokens());
    check(places[program].equals(event.backend()), "admitted where its program is not", program);
    misbehave(program);
  }

  @Override
  public void onTurnEnded(ThunderEvent.TurnEnded event) {
    int program = turn("ended", event.program(), event.turn(), OVER, ADMITTED, ADMITTED);
    inFlight[program]--;
    BackendId place = places[program] == null ? left[program] : places[program];
    check(event.backend().equals(place), "ended where its program is not", program);
    misbehave(program);
  }

  @Override
  public void onTurnRefused(ThunderEvent.TurnRefused event) {
    boolean waited = stage(event.turn()) == QUEUED;
    int program = turn("refused by engine", event.program(), event.turn(), OVER, UNHEARD, QUEUED);
    queued[program] -= waited ? 1 : 0;
    misbehave(program);
  }

  @Override
  public void onProgramPaused(ThunderEvent.ProgramPaused event) {
    int program = heard("paused", event.program());
    boolean silent = places[program] == null && world.plan.policy.resumeIdle();
    check(silent || event.backend().equals(places[program]), "paused where it is not", program);
    int ending = marked[program] ? 1 : 0; // the turn whose end pauses it is heard of just after
    check(inFlight[program] == ending, "paused with turns in flight", program);
    world.journal.note("at", World.indexOf(event.backend().value()), event.usedTokens());
    left[program] = event.backend();
    places[program] = null;
    pausedLast = program;
    marked[program] = false;
    misbehave(program);
  }

  @Override
  public void onProgramMarked(ThunderEvent.ProgramMarked event) {
    int program = heard("marked", event.program());
    check(event.backend().equals(places[program]), "marked where it is not", program);
    check(inFlight[program] > 0 && !marked[program], "marked without reason", program);
    marked[program] = true;
    misbehave(program);
  }

  @Override
  public void onProgramUnmarked(ThunderEvent.ProgramUnmarked event) {
    int program = heard("unmarked", event.program());
    check(event.backend().equals(places[program]), "unmarked where it is not", program);
    check(marked[program], "unmarked without being marked", program);
    marked[program] = false;
    misbehave(program);
  }

  @Override
  public void onProgramResumed(ThunderEvent.ProgramResumed event) {
    int paused = pausedLast;
    int program = heard("resumed", event.program());
    check(places[program] == null, "resumed where it was placed", program);
    world.journal.note("at", World.indexOf(event.backend().value()), event.usedTokens());
    places[program] = event.backend();
    if (program == paused) {
      moving[program] = !world.plan.policy.resumeIdle(); // else it may go on being idle
    } else {
      checkRoom(program, event.usedTokens(), event.limitTokens());
    }
    misbehave(program);
  }

  @Override
  public void onProgramEnded(ThunderEvent.ProgramEnded event) {
    int program = heard("program ended", event.program());
    check(queued[program] == 0 && inFlight[program] == 0, "ended before its turns", program);
    places[program] = null;
    marked[program] = false;
    misbehave(program);
  }

  @Override
  public void onBackendChanged(ThunderEvent.BackendChanged event) {
    world.journal.note(event.health().name(), event.capacityTokens(), 0);
  }

  @Override
  public void onCacheLost(ThunderEvent.CacheLost event) {
    world.journal.note("cache lost", event.programs(), 0);
  }

  /** Everything that was heard of must be over. */
  void checkNothingIsOpen() {
    for (int turn = 0; turn <= turnsMax; turn++) {
      if (turns[turn] == QUEUED || turns[turn] == ADMITTED) {
        throw world.failure("no event says that turn " + turn + " is over");
      }
    }
  }

  private int turn(String what, ProgramId id, long turn, byte next, byte before, byte orBefore) {
    int index = (int) turn;
    pausedLast = -1;
    if (index >= turns.length) {
      turns = Arrays.copyOf(turns, 2 * index);
    }
    turnsMax = Math.max(turnsMax, index);
    int program = World.indexOf(id.value());
    world.journal.note(what, turn, program);
    if (turns[index] != before && turns[index] != orBefore) {
      throw world.failure("turn " + turn + " is " + what + " in stage " + turns[index]);
    }
    turns[index] = next;
    return program;
  }

  private byte stage(long turn) {
    return turn < turns.length ? turns[(int) turn] : UNHEARD;
  }

  private int heard(String what, ProgramId id) {
    int program = World.indexOf(id.value());
    pausedLast = -1;
    world.journal.note(what, program, 0);
    return program;
  }

  private void check(boolean holds, String otherwise, int program) {
    if (!holds) {
      throw world.failure("event: p" + program + " was " + otherwise);
    }
  }

  /** Who is placed fits up to the watermark, or is alone. */
  private void checkRoom(int program, long used, long limit) {
    boolean fits = used <= limit || !world.plan.policy.capacityAware();
    check(fits || isAlone(program), "placed: " + used + " tokens are used of " + limit, program);
  }

  private boolean isAlone(int program) {
    int there = 0;
    for (BackendId place : places) {
      there += places[program].equals(place) ? 1 : 0;
    }
    return there == 1;
  }

  private void misbehave(int program) {
    world.reenter(Fault.LISTENER_REENTERED, Fault.LISTENER_BLOCKED, world.programs[program]);
    if (world.strikes(Fault.LISTENER_THREW, 8)) {
      throw Undeclared.failure(world, "a listener that fails");
    }
  }
}
