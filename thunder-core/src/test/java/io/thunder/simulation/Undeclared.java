package io.thunder.simulation;

import java.io.IOException;

/** Throws what user code may throw: in other languages that is any exception, declared or not. */
final class Undeclared {

  private Undeclared() {}

  /** Returns an exception to be thrown, or throws another one. */
  static RuntimeException failure(World world, String what) {
    if (world.dice.coin()) {
      Undeclared.<RuntimeException>raise(new IOException(what));
    }
    return new IllegalStateException(what);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void raise(Throwable failure) throws E {
    throw (E) failure;
  }
}
