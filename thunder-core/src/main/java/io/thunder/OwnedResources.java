package io.thunder;

import io.thunder.program.ProgramId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What programs own, closed once, in reverse order, when the program ends. A close that fails is
 * logged and does not stop the others. Thread-safe.
 */
final class OwnedResources {

  private static final Logger LOG = System.getLogger("io.thunder");

  private final Map<ProgramId, Deque<AutoCloseable>> owned = new ConcurrentHashMap<>();

  void add(ProgramId program, AutoCloseable resource) {
    owned.compute(program, (id, resources) -> {
      Deque<AutoCloseable> all = resources == null ? new ArrayDeque<>() : resources;
      all.push(resource);
      return all;
    });
  }

  /** Whether a program owns anything. */
  boolean any(ProgramId program) {
    return owned.containsKey(program);
  }

  void close(ProgramId program) {
    Deque<AutoCloseable> resources = owned.remove(program);
    if (resources != null) {
      for (AutoCloseable resource : resources) {
        close(program, resource);
      }
    }
  }

  void closeAll() {
    List<ProgramId> programs = new ArrayList<>(owned.keySet());
    programs.forEach(this::close);
  }

  private static void close(ProgramId program, AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      String what = "closing " + resource.getClass().getName() + " of program " + program;
      LOG.log(Level.WARNING, what + " failed", e);
    }
  }
}
