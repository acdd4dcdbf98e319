package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.program.ProgramId;
import io.thunder.program.PromptPrefix;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.SchedulingPolicy;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine allocates for a turn of a program that it knows: nothing. */
final class EngineAllocationTest {

  private static final int PROGRAMS = 500;
  private static final int PAIRS = 20_000;

  /** Enough for the compiler: what is interpreted allocates iterators that compiled code does not. */
  private static final int ROUNDS_MAX = 300;

  /** What the counter itself, or a compilation in the meantime, may cost; not a byte per pair. */
  private static final long NOISE_BYTES = PAIRS / 2;

  private static final Usage USAGE = new Usage(1_000, 100, 900L);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Engine engine =
      new Engine(SchedulingPolicy.thunder(), EngineLimits.DEFAULT, new SilentOutput());
  private final Command[] commands = new Command[2 * PAIRS];
  private long nowNanos = 1_000_000_000L;
  private long turns;

  @Test
  void apply_admitAndComplete_allocatesNothing() {
    assertAllocatesNothing(List.of());
  }

  @Test
  void apply_promptsThatBeginAlike_allocatesNothing() {
    assertAllocatesNothing(List.of(new PromptPrefix(1, 160, 0), new PromptPrefix(2, 320, 0)));
  }

  private void assertAllocatesNothing(List<PromptPrefix> prefixes) {
    engine.apply(
        new Command.BackendAdded(
            Backend.vllm("http://b:8000").withId("b").withCapacityTokens(100_000_000)),
        nowNanos);
    engine.apply(new Command.BackendObserved(new BackendId("b"), BackendReading.EMPTY), nowNanos);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS_MAX && least >= NOISE_BYTES; round++) {
      least = Math.min(least, run(prefixes));
    }

    assertThat(engine.waitingTurns()).isZero();
    assertThat(least).as("bytes for %d pairs", PAIRS).isLessThan(NOISE_BYTES);
  }

  /** Runs turns of all programs; returns the bytes that the engine allocated. */
  private long run(List<PromptPrefix> prefixes) {
    for (int i = 0; i < PAIRS; i++) {
      TurnTicket turn = new TurnTicket(
          turns++, new ProgramId("p" + i % PROGRAMS), "", 4_000, 0, 0, prefixes, null);
      commands[2 * i] = new Command.TurnArrived(turn);
      commands[2 * i + 1] = new Command.TurnFinished(turn, TurnOutcome.SUCCEEDED, USAGE);
    }
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (Command command : commands) {
      nowNanos += 1_000;
      engine.apply(command, nowNanos);
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }
}
