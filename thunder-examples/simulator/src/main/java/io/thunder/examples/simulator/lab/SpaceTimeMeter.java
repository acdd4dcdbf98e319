package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.EngineMemory;
import io.thunder.examples.simulator.VirtualEngine;
import io.thunder.examples.simulator.VirtualTime;
import io.thunder.program.SpaceTimeCosts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits capacity times time into what it was spent on. Decode, prefill and recomputation are what
 * the engines say. Idle is what programs whose tool runs still have cached: looked up when the tool
 * starts and ends and every 10 s in between, and taken to change evenly from one look to the next.
 * Prefixes that programs share are left out of it, since others may be using them. Unused is the
 * rest: free, or cached for nobody whose tool runs.
 */
final class SpaceTimeMeter {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final VirtualTime time;
  private final List<VirtualEngine> engines;
  private final long capacityTokens;
  private final long windowStart;
  private final Map<LabProgram, Resident> acting = new LinkedHashMap<>();
  private SpaceTimeCosts before = SpaceTimeCosts.NONE;
  private double idle;

  SpaceTimeMeter(
      VirtualTime time, List<VirtualEngine> engines, long capacityTokens, long windowStart) {
    this.time = time;
    this.engines = engines;
    this.capacityTokens = capacityTokens;
    this.windowStart = windowStart;
    time.schedule(windowStart, () -> before = used());
    time.schedule(INTERVAL_NANOS, this::look);
  }

  /** Notes that a program's tool starts. */
  void toolStarted(LabTurn turn) {
    acting.put(turn.program(), new Resident(turn));
  }

  /** Notes that a program's tool has ended. */
  void toolEnded(LabProgram program) {
    Resident resident = acting.remove(program);
    if (resident != null) {
      resident.look(time.nanoTime());
    }
  }

  private void look() {
    acting.values().forEach(resident -> resident.look(time.nanoTime()));
    time.schedule(INTERVAL_NANOS, this::look);
  }

  /** Returns what the memory was spent on in the window, up to its end, which is past. */
  SpaceTimeCosts costs(long end) {
    acting.values().forEach(resident -> resident.look(end));
    SpaceTimeCosts now = used();
    double decode = now.decode() - before.decode();
    double prefill = now.prefill() - before.prefill();
    double recompute = now.recompute() - before.recompute();
    double all = capacityTokens * (double) engines.size() * (end - windowStart) / NANOS_PER_SECOND;
    double rest = Math.max(0, all - decode - prefill - recompute);
    double cached = Math.min(idle, rest);
    return new SpaceTimeCosts(decode, prefill, recompute, cached, rest - cached);
  }

  private SpaceTimeCosts used() {
    double decode = 0;
    double prefill = 0;
    double recompute = 0;
    for (VirtualEngine engine : engines) {
      EngineMemory memory = engine.memory();
      decode += memory.decodeTokenSeconds();
      prefill += memory.prefillTokenSeconds();
      recompute += memory.recomputeTokenSeconds();
    }
    return new SpaceTimeCosts(decode, prefill, recompute, 0, 0);
  }

  /** What a program whose tool runs has in an engine's memory. */
  private final class Resident {

    private final VirtualEngine engine;
    private final LabProgram program;
    private final int length;
    private long sinceNanos;
    private int tokens;

    Resident(LabTurn turn) {
      this.engine = engines.get(turn.engine());
      this.program = turn.program();
      this.length = turn.planned().promptTokens() + turn.planned().outputTokens();
      this.sinceNanos = time.nanoTime();
      this.tokens = cached();
    }

    private int cached() {
      int found = engine.cachedPrefixTokens(program.tokens(), length);
      return Math.max(0, found - program.plan().sharedTokens());
    }

    void look(long now) {
      int cached = cached();
      long measured = now - Math.max(sinceNanos, windowStart);
      if (measured > 0) {
        idle += (tokens + cached) / 2.0 * measured / NANOS_PER_SECOND;
      }
      tokens = cached;
      sinceNanos = now;
    }
  }
}
