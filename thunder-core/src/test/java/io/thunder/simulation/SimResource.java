package io.thunder.simulation;

import java.io.IOException;

/** Something that a program owns, and that must be closed once, in its turn. */
@SuppressWarnings("try") // an interrupt is one of the ways in which closing fails
final class SimResource implements AutoCloseable {

  private final SimProgram program;
  final long serial;
  final long releasesBefore;
  private final boolean late;
  private boolean closed;

  SimResource(SimProgram program) {
    this.program = program;
    this.serial = program.resources++;
    this.releasesBefore = program.releases;
    this.late = program.world.closed;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    World world = program.world;
    world.journal.note("closed resource", program.index, serial);
    if (closed) {
      throw world.failure("resource " + serial + " of " + program.id + " was closed twice");
    }
    closed = true;
    boolean released = program.releases > releasesBefore;
    if (!released && !world.closed && !program.mayHaveExpiredSince(serial)) {
      throw world.failure("resource " + serial + " of " + program.id + " was closed too early");
    }
    checkOrder();
    program.owned.remove(this);
    world.reenter(Fault.RESOURCE_REENTERED, Fault.RESOURCE_BLOCKED, program);
    if (world.strikes(Fault.RESOURCE_THREW, 4)) {
      switch (world.dice.below(3)) {
        case 0 -> throw new Error("cannot be closed");
        case 1 -> throw new IOException("cannot be closed");
        default -> {
          world.blocking.oweInterruptAfterClosing();
          throw new InterruptedException("cannot be closed");
        }
      }
    }
  }

  /** What was owned later goes first, unless the program ended in between. */
  private void checkOrder() {
    if (late || program.world.mayHaveExpired() || program.mayHaveExpiredSince(serial)) {
      return; // owned after closing, or perhaps by another life of the program
    }
    for (SimResource other : program.owned) {
      boolean together = other.releasesBefore == releasesBefore && !other.late;
      if (other.serial > serial && together) {
        throw program.world.failure("resource " + serial + " of " + program.id
            + " was closed before resource " + other.serial);
      }
    }
  }
}
