package io.thunder.examples.replay.run;

import io.thunder.backend.Backend;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Engine models behind HTTP servers of this process. */
public final class EmbeddedEngines implements Engines {

  private final List<EngineServer> servers = new ArrayList<>();

  private EmbeddedEngines() {}

  /**
   * Starts engines.
   *
   * @param preset what they are
   * @param speeds one engine for each: how fast it is, as a multiple of the preset's speed
   * @param firstPort the first one's port, the others follow; 0 for any free ones
   * @param speed how many seconds of engine time pass in a second
   * @return the engines
   * @throws RunFailedException if a port is in use
   */
  public static EmbeddedEngines start(
      EnginePreset preset, List<Double> speeds, int firstPort, double speed)
      throws RunFailedException {
    EmbeddedEngines engines = new EmbeddedEngines();
    try {
      for (int i = 0; i < speeds.size(); i++) {
        int port = firstPort == 0 ? 0 : firstPort + i;
        engines.servers.add(EngineServer.start(
            EngineServerOptions.of(preset.atSpeed(speeds.get(i))).withPort(port).withSpeed(speed)));
      }
      return engines;
    } catch (UncheckedIOException e) {
      engines.close();
      throw new RunFailedException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Backend> backends() {
    return servers.stream().map(server -> Backend.vllm(server.url())).toList();
  }

  @Override
  public double lateShare() {
    return servers.stream()
        .mapToDouble(server -> server.pace().lateShare())
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    servers.forEach(EngineServer::close);
  }
}
