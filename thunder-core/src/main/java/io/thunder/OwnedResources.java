package io.thunder;

import io.thunder.program.ProgramId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
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

  /** In the order in which programs came to own something. */
  private final Map<ProgramId, Deque<AutoCloseable>> owned = new LinkedHashMap<>();

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
    Map<ProgramId, Deque<AutoCloseable>> all = new LinkedHashMap<>(owned);
    owned.clear();
    return () -> closeAll(all);
  }

  /** What closes these, in their order. */
  static Runnable closing(ProgramId program, Collection<AutoCloseable> resources) {
    return () -> closeAll(Map.of(program, resources));
  }

  /** Hands an interrupt on after the last one, since it would spoil the closing of the others. */
  private static void closeAll(Map<ProgramId, ? extends Collection<AutoCloseable>> owned) {
    boolean interrupted = false;
    for (Map.Entry<ProgramId, ? extends Collection<AutoCloseable>> each : owned.entrySet()) {
      for (AutoCloseable resource : each.getValue()) {
        interrupted |= close(each.getKey(), resource) instanceof InterruptedException;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes one; returns what that failed with, or null. */
  private static @Nullable Throwable close(ProgramId program, AutoCloseable resource) {
    try {
      resource.close();
      return null;
    } catch (Exception | Error e) {
      String what = "closing " + resource.getClass().getName() + " of program " + program;
      LOG.log(Level.WARNING, what + " failed", e);
      return e;
    }
  }
}
