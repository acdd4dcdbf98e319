package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.EngineKind;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.Workload;
import io.thunder.examples.simulator.trace.TraceException;
import io.thunder.examples.simulator.trace.TraceReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * One experiment without its scheduler: which programs come when, to which engines, for how long.
 *
 * @param name name in tables
 * @param source the programs
 * @param preset the model and machine of every engine
 * @param engineKind how every engine schedules and caches
 * @param speeds how fast each engine, or data-parallel rank, is, as a multiple of the preset's speed
 * @param arrivals when programs start
 * @param toolBarrier tools return only at multiples of this time, so that their programs' next turns
 *     arrive together; 0 if each returns on its own
 * @param preparation how long a program's environment takes before its first turn
 * @param warmUp how much of the beginning is not measured
 * @param duration how long the run is; the bound where arrivals are a batch
 */
public record Scenario(
    String name,
    ProgramSource source,
    EnginePreset preset,
    EngineKind engineKind,
    List<Double> speeds,
    Arrivals arrivals,
    Duration toolBarrier,
    Duration preparation,
    Duration warmUp,
    Duration duration) {

  private static final Duration WARM_UP = Duration.ofMinutes(10);
  private static final Duration DURATION = Duration.ofMinutes(60);

  /** Checks the numbers. */
  public Scenario {
    speeds = List.copyOf(speeds);
    if (speeds.isEmpty() || warmUp.isNegative() || duration.compareTo(warmUp) <= 0) {
      throw new IllegalArgumentException("scenario " + name + " has " + speeds.size()
          + " engines, a warm-up of " + warmUp + ", a duration of " + duration);
    }
  }

  /** An experiment on vLLM in which each tool returns on its own. */
  public Scenario(
      String name,
      ProgramSource source,
      EnginePreset preset,
      int engines,
      Arrivals arrivals,
      Duration preparation,
      Duration warmUp,
      Duration duration) {
    this(
        name,
        source,
        preset,
        EngineKind.VLLM,
        Collections.nCopies(engines, 1.0),
        arrivals,
        Duration.ZERO,
        preparation,
        warmUp,
        duration);
  }

  /** An hour of a published workload with so many programs in flight on one engine. */
  public static Scenario closedLoop(Workload workload, int programs) {
    return new Scenario(
        workload.name() + "-" + programs,
        workload::plan,
        workload.preset(),
        1,
        new Arrivals.ClosedLoop(programs),
        Duration.ofNanos(workload.preparationNanos(programs)),
        WARM_UP,
        DURATION);
  }

  /**
   * An hour of recorded programs, so many of them in flight on one engine.
   *
   * @param file the trace, plain or compressed with gzip; see {@link TraceReader} for its format
   * @param preset the engine; programs end before the first turn that is longer than it allows
   * @param programs how many in flight
   * @throws TraceException if the file is no trace
   * @throws IllegalArgumentException if no program fits the engine
   */
  public static Scenario ofTrace(Path file, EnginePreset preset, int programs)
      throws TraceException {
    return new Scenario(
        file.getFileName() + "-" + programs,
        new TraceSource(TraceReader.read(file), preset.maxModelLen()),
        preset,
        1,
        new Arrivals.ClosedLoop(programs),
        Duration.ZERO,
        WARM_UP,
        DURATION);
  }

  /** Returns the same experiment with another number of engines, all as fast as the preset. */
  public Scenario withEngines(int count) {
    return withSpeeds(Collections.nCopies(count, 1.0));
  }

  /** Returns the same experiment on an engine of each of some speeds. */
  public Scenario withSpeeds(List<Double> others) {
    return new Scenario(
        name,
        source,
        preset,
        engineKind,
        others,
        arrivals,
        toolBarrier,
        preparation,
        warmUp,
        duration);
  }

  /** Returns the same experiment on other engines. */
  public Scenario withPreset(EnginePreset other) {
    return new Scenario(
        name,
        source,
        other,
        engineKind,
        speeds,
        arrivals,
        toolBarrier,
        preparation,
        warmUp,
        duration);
  }

  /** Returns the same experiment on engines of another kind. */
  public Scenario withEngineKind(EngineKind other) {
    return new Scenario(
        name, source, preset, other, speeds, arrivals, toolBarrier, preparation, warmUp, duration);
  }

  /** Returns the same experiment under another name. */
  public Scenario named(String other) {
    return new Scenario(
        other,
        source,
        preset,
        engineKind,
        speeds,
        arrivals,
        toolBarrier,
        preparation,
        warmUp,
        duration);
  }

  /** Returns the same experiment, longer or shorter. */
  public Scenario lasting(Duration newWarmUp, Duration newDuration) {
    return new Scenario(
        name,
        source,
        preset,
        engineKind,
        speeds,
        arrivals,
        toolBarrier,
        preparation,
        newWarmUp,
        newDuration);
  }

  /** Returns the same experiment with other programs. */
  public Scenario withSource(ProgramSource other) {
    return new Scenario(
        name,
        other,
        preset,
        engineKind,
        speeds,
        arrivals,
        toolBarrier,
        preparation,
        warmUp,
        duration);
  }

  /** Returns the same experiment with another time to prepare a program. */
  public Scenario preparing(Duration other) {
    return new Scenario(
        name, source, preset, engineKind, speeds, arrivals, toolBarrier, other, warmUp, duration);
  }

  /** Returns the same experiment with tools that return together. */
  public Scenario withToolBarrier(Duration barrier) {
    return new Scenario(
        name, source, preset, engineKind, speeds, arrivals, barrier, preparation, warmUp, duration);
  }

  /** Returns the same experiment with other arrivals. */
  public Scenario withArrivals(Arrivals other) {
    return new Scenario(
        name,
        source,
        preset,
        engineKind,
        speeds,
        other,
        toolBarrier,
        preparation,
        warmUp,
        duration);
  }

  /** Returns how many engines there are. */
  public int engines() {
    return speeds.size();
  }

  /** Returns the model and machine of one engine. */
  EnginePreset preset(int engine) {
    return preset.atSpeed(speeds.get(engine));
  }

  /** Returns when a tool returns that starts now, in nanoseconds from now. */
  long untilToolReturns(long nowNanos, long toolNanos) {
    long barrier = toolBarrier.toNanos();
    long after = barrier == 0 ? 0 : (nowNanos + toolNanos) % barrier;
    return after == 0 ? toolNanos : toolNanos + barrier - after;
  }
}
