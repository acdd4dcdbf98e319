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
 */
public record EngineServerOptions(EnginePreset preset, int port, double speed, int maxBodyBytes) {

  private static final int DEFAULT_MAX_BODY_BYTES = 64 << 20;
  private static final int MAX_PORT = 65_535;

  /** Validates the ranges. */
  public EngineServerOptions {
    Objects.requireNonNull(preset, "preset");
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be from 0 to " + MAX_PORT + ", not " + port);
    }
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be positive and finite, not " + speed);
    }
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be positive, not " + maxBodyBytes);
    }
  }

  /** Returns the defaults: a free port, real time, bodies up to 64 MiB. */
  public static EngineServerOptions of(EnginePreset preset) {
    return new EngineServerOptions(preset, 0, 1, DEFAULT_MAX_BODY_BYTES);
  }

  /** Returns the same options with another port. */
  public EngineServerOptions withPort(int newPort) {
    return new EngineServerOptions(preset, newPort, speed, maxBodyBytes);
  }

  /** Returns the same options with another speed. */
  public EngineServerOptions withSpeed(double newSpeed) {
    return new EngineServerOptions(preset, port, newSpeed, maxBodyBytes);
  }

  /** Returns the same options with another body limit. */
  public EngineServerOptions withMaxBodyBytes(int newMaxBodyBytes) {
    return new EngineServerOptions(preset, port, speed, newMaxBodyBytes);
  }
}
