package io.thunder.examples.soak.engine;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.server.EngineServerOptions;
import io.thunder.examples.soak.fault.FaultSource;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The engines. */
public final class EngineFleet implements AutoCloseable {

  /**
   * Ports are taken from here on: below those that systems give to outgoing connections, because one
   * of these could take an engine's port while the engine is stopped.
   */
  private static final int FIRST_PORT = 21_000;

  private static final int PORTS = 11_000;

  /** How far apart processes begin, so that few take a port of another's stopped engine. */
  private static final int PORTS_APART = 64;

  private final List<FlakyEngine> engines = new ArrayList<>();

  private EngineFleet() {}

  /**
   * Starts engines.
   *
   * @param preset what they are
   * @param count how many
   * @param speed how many seconds of engine time pass in a second
   * @param faults says which answers go wrong
   * @return the engines
   * @throws UncheckedIOException if no port is free
   */
  public static EngineFleet start(
      EnginePreset preset, int count, double speed, FaultSource faults) {
    EngineFleet fleet = new EngineFleet();
    EngineServerOptions options = EngineServerOptions.of(preset).withSpeed(speed);
    long first = ProcessHandle.current().pid() * PORTS_APART;
    for (int tried = 0; fleet.engines.size() < count; tried++) {
      int port = FIRST_PORT + (int) ((first + tried) % PORTS);
      try {
        fleet.engines.add(FlakyEngine.start(options.withPort(port), faults));
      } catch (UncheckedIOException inUse) {
        if (tried >= PORTS - 1) {
          fleet.close();
          throw inUse;
        }
      }
    }
    return fleet;
  }

  /**
   * The engines.
   *
   * @return in the order in which they were started
   */
  public List<FlakyEngine> engines() {
    return List.copyOf(engines);
  }

  /**
   * How many requests they have, running or waiting.
   *
   * @return the sum
   */
  public int requests() {
    return engines.stream().mapToInt(FlakyEngine::requests).sum();
  }

  /**
   * By how much the machine was too slow for the slowest.
   *
   * @return share of its busy time
   */
  public double lateShare() {
    return engines.stream().mapToDouble(FlakyEngine::lateShare).max().orElse(0);
  }

  /** Stops all engines. */
  public void stop() {
    engines.forEach(FlakyEngine::stop);
  }

  /**
   * Starts the engines that are stopped, with all of their capacity and an empty cache.
   *
   * @return whether all run now; one does not while its port is in use
   */
  public boolean restart() {
    try {
      engines.forEach(engine -> engine.restart(1));
      return true;
    } catch (UncheckedIOException portInUse) {
      return false;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
