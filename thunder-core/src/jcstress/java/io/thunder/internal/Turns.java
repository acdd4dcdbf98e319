package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.program.ProgramId;
import java.util.List;

/** Makes what the tests of this package share among threads. */
final class Turns {

  static final Backend BACKEND = Backend.vllm("http://b:1");

  private static final ProgramId PROGRAM = new ProgramId("p");

  private Turns() {}

  static TurnTicket ticket() {
    return new TurnTicket(1, PROGRAM, "", 0, 160, 0, List.of(), null);
  }
}
