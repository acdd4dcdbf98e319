package io.thunder.simulation;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Says which backends belong to the fleet; at times not, or wrongly, or after a while. */
final class SimSource implements BackendSource {

  private final World world;

  SimSource(World world) {
    this.world = world;
  }

  @Override
  public List<Backend> backends() throws IOException {
    if (world.isBuilt() && world.strikes(Fault.SOURCE_BLOCKED, 8)) {
      world.goOn(1 + world.dice.below(6));
    }
    if (world.strikes(Fault.SOURCE_FAILED, 8)) {
      listAgain();
      throw new IOException("no such file");
    }
    if (world.strikes(Fault.SOURCE_WRONG, 8)) {
      listAgain();
      Backend any = world.backends[0].backend;
      return world.dice.coin() ? null : List.of(any, any);
    }
    List<Backend> listed = new ArrayList<>();
    for (SimBackend backend : world.backends) {
      if (backend.isListed()) {
        listed.add(backend.backend);
      }
    }
    return listed;
  }

  /** What was listed last is kept, and added anew where it could not be before. */
  private void listAgain() {
    for (SimBackend backend : world.backends) {
      backend.listAgain();
    }
  }
}
