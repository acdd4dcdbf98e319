package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import java.util.Objects;

/**
 * How to serve an engine.
 *
 * @param preset the engine
 * @param port port on the loopback interface, 0 for any that is free
 * @param speed how many engine seconds pass in a second
 * @param maxBodyBytes longest request body; longer ones are answered with status 413
 * @param dialect which server it passes for
 * @param ranks how many such engines there are behind the URL, each with a cache of its own
 * @param cachedTokensShown whether answers say how much of their prompt was cached: vLLM's
 *     {@code --enable-prompt-tokens-details}, SGLang's {@code --enable-cache-report}
 */
public record EngineServerOptions(
    EnginePreset preset,
    int port,
    double speed,
    int maxBodyBytes,
    Dialect dialect,
    int ranks,
    boolean cachedTokensShown) {

  private static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_RANKS = 1_024;

  /** Validates the ranges. */
  public EngineServerOptions {
    Objects.requireNonNull(preset, "preset");
    Objects.requireNonNull(dialect, "dialect");
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be from 0 to " + MAX_PORT + ", not " + port);
    }
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be positive and finite, not " + speed);
    }
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be positive, not " + maxBodyBytes);
    }
    if (ranks < 1 || ranks > MAX_RANKS) {
      throw new IllegalArgumentException("ranks must be from 1 to " + MAX_RANKS + ", not " + ranks);
    }
  }

  /** Returns the defaults: a free port, real time, bodies up to 64 MiB, one engine, as vLLM's. */
  public static EngineServerOptions of(EnginePreset preset) {
    return new EngineServerOptions(
        preset, 0, 1, DEFAULT_MAX_BODY_BYTES, Dialect.VLLM, 1, /* cachedTokensShown= */ true);
  }

  /** Returns the same options with another engine. */
  public EngineServerOptions withPreset(EnginePreset newPreset) {
    return new EngineServerOptions(
        newPreset, port, speed, maxBodyBytes, dialect, ranks, cachedTokensShown);
  }

  /** Returns the same options with another port. */
  public EngineServerOptions withPort(int newPort) {
    return new EngineServerOptions(
        preset, newPort, speed, maxBodyBytes, dialect, ranks, cachedTokensShown);
  }

  /** Returns the same options with another speed. */
  public EngineServerOptions withSpeed(double newSpeed) {
    return new EngineServerOptions(
        preset, port, newSpeed, maxBodyBytes, dialect, ranks, cachedTokensShown);
  }

  /** Returns the same options with another body limit. */
  public EngineServerOptions withMaxBodyBytes(int newMaxBodyBytes) {
    return new EngineServerOptions(
        preset, port, speed, newMaxBodyBytes, dialect, ranks, cachedTokensShown);
  }

  /** Returns the same options for a server that passes for another. */
  public EngineServerOptions withDialect(Dialect newDialect) {
    return new EngineServerOptions(
        preset, port, speed, maxBodyBytes, newDialect, ranks, cachedTokensShown);
  }

  /** Returns the same options with another number of engines. */
  public EngineServerOptions withRanks(int newRanks) {
    return new EngineServerOptions(
        preset, port, speed, maxBodyBytes, dialect, newRanks, cachedTokensShown);
  }

  /** Returns the same options with answers that say what was cached, or that do not. */
  public EngineServerOptions withCachedTokensShown(boolean shown) {
    return new EngineServerOptions(preset, port, speed, maxBodyBytes, dialect, ranks, shown);
  }
}
