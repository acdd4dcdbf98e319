package io.thunder.examples.fleet;

import io.thunder.backend.Backend;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import java.util.ArrayList;
import java.util.List;

/** How so many engines are put behind URLs, and what Thunder is told of them. */
enum Arrangement {
  /** A URL for each. */
  SERVERS("servers of their own"),

  /** One URL; Thunder says which rank a turn is for. */
  PINNED("one URL, ranks named by Thunder"),

  /** One URL; its server spreads the turns. */
  SPREAD("one URL, spread by its server");

  private final String label;

  Arrangement(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Starts so many engines, with empty caches. */
  List<EngineServer> start(EngineServerOptions options, int engines) {
    List<EngineServer> servers = new ArrayList<>();
    int count = this == SERVERS ? engines : 1;
    for (int i = 0; i < count; i++) {
      servers.add(EngineServer.start(options.withRanks(engines / count)));
    }
    return servers;
  }

  /** Returns what Thunder is told of them. */
  List<Backend> backends(List<EngineServer> servers, int engines) {
    List<Backend> backends =
        servers.stream().map(server -> Backend.vllm(server.url())).toList();
    return this == PINNED ? backends.get(0).ranks(engines) : backends;
  }
}
