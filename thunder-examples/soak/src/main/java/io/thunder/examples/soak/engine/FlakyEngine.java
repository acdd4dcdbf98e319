package io.thunder.examples.soak.engine;

import io.thunder.backend.Backend;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import io.thunder.examples.soak.fault.FaultSource;
import org.jspecify.annotations.Nullable;

/** An engine that can be stopped and started again at the same address, with an empty cache. */
public final class FlakyEngine implements AutoCloseable {

  private final EngineServerOptions options;
  private final FaultSource faults;
  private final Backend backend;
  private @Nullable EngineServer server;
  private double lateShareMax;

  private FlakyEngine(EngineServerOptions options, FaultSource faults, EngineServer server) {
    this.options = options.withPort(server.port());
    this.faults = faults;
    this.server = server;
    this.backend = Backend.vllm(server.url());
  }

  /**
   * Starts an engine.
   *
   * @param options how to serve it
   * @param faults says which answers go wrong
   * @return the engine
   * @throws java.io.UncheckedIOException if the port is in use
   */
  static FlakyEngine start(EngineServerOptions options, FaultSource faults) {
    return new FlakyEngine(options, faults, serve(options, faults));
  }

  private static EngineServer serve(EngineServerOptions options, FaultSource faults) {
    return EngineServer.start(options, engine -> new FaultHandler(engine, faults));
  }

  /**
   * Where it is, whether it runs or not.
   *
   * @return the backend
   */
  public Backend backend() {
    return backend;
  }

  /** Stops it: what it computes is lost, and connections are refused. */
  public synchronized void stop() {
    if (server != null) {
      noteLateness(server);
      server.close();
      server = null;
    }
  }

  /** Kills it: the same, but its connections are reset. */
  public synchronized void kill() {
    if (server != null) {
      noteLateness(server);
      server.kill();
      server = null;
    }
  }

  /**
   * Starts it again, with an empty cache; does nothing while it runs.
   *
   * @param capacityFactor its cache as a multiple of what it was at first
   * @throws java.io.UncheckedIOException if the port is in use
   */
  public synchronized void restart(double capacityFactor) {
    if (server == null) {
      EnginePreset preset = options.preset();
      long tokens = (long) (preset.capacityTokens() * capacityFactor);
      server = serve(options.withPreset(preset.withCapacityTokens(tokens)), faults);
    }
  }

  /**
   * How many requests it has, running or waiting.
   *
   * @return the number, 0 while it is stopped
   */
  public synchronized int requests() {
    if (server == null) {
      return 0;
    }
    EngineStats stats = server.stats();
    return stats.running() + stats.waiting();
  }

  /**
   * By how much the machine was too slow for it, between two starts at the worst.
   *
   * @return share of its busy time
   */
  public synchronized double lateShare() {
    if (server != null) {
      noteLateness(server);
    }
    return lateShareMax;
  }

  private void noteLateness(EngineServer running) {
    lateShareMax = Math.max(lateShareMax, running.pace().lateShare());
  }

  @Override
  public void close() {
    stop();
  }
}
