package io.thunder;

import io.thunder.program.ProgramId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What programs own, closed once, in reverse order, when the program ends. A close that fails is
 * logged and does not stop the others.
 *
 * <p>Touched by the engine's writer only, so that what is owned and what ends keep their order: an
 * id that is used again never loses what its new program owns. What is taken out is closed outside.
 */
final class OwnedResources {

  private static final Logger LOG = System.getLogger("io.thunder");

  private final Map<ProgramId, Deque<AutoCloseable>> owned = new HashMap<>();

  void add(ProgramId program, AutoCloseable resource) {
    owned.computeIfAbsent(program, id -> new ArrayDeque<>()).push(resource);
  }

  /** Takes out what a program owns; returns what closes it, or null if there is nothing. */
  @Nullable
  Runnable take(ProgramId program) {
    Deque<AutoCloseable> resources = owned.remove(program);
    return resources == null ? null : closing(program, resources);
  }

  /** Takes out everything; returns what closes it. */
  Runnable takeAll() {
    List<Runnable> closings = new ArrayList<>();
    owned.forEach((program, resources) -> closings.add(closing(program, resources)));
    owned.clear();
    return () -> closings.forEach(Runnable::run);
  }

  /** What closes these, in their order. */
  static Runnable closing(ProgramId program, Collection<AutoCloseable> resources) {
    return () -> resources.forEach(each -> close(program, each));
  }

  private static void close(ProgramId program, AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      String what = "closing " + resource.getClass().getName() + " of program " + program;
      LOG.log(Level.WARNING, what + " failed", e);
    }
  }
}
