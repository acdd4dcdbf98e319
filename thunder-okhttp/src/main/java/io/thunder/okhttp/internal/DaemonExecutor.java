package io.thunder.okhttp.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads for asynchronous calls: a virtual one per call where the JDK has them (21 and later),
 * else cached platform threads. Daemons either way, so that a forgotten transport keeps no JVM
 * alive.
 */
final class DaemonExecutor {

  private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;
  private static final long IDLE_SECONDS_MAX = 60;

  private DaemonExecutor() {}

  static ExecutorService create() {
    return Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS
        ? virtualThreads()
        : cachedThreads();
  }

  static ExecutorService cachedThreads() {
    AtomicLong count = new AtomicLong();
    ThreadFactory threads = work -> {
      String name = "thunder-okhttp-" + count.incrementAndGet();
      Thread thread = new Thread(null, work, name, 0, /* inheritThreadLocals= */ false);
      thread.setDaemon(true);
      return thread;
    };
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS_MAX,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        threads);
  }

  /** By name: this code is compiled for 17, which does not have the method. */
  private static ExecutorService virtualThreads() {
    try {
      MethodHandle factory = MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class));
      return (ExecutorService) factory.invoke();
    } catch (Throwable e) {
      throw new LinkageError("a JDK since 21 has virtual threads", e);
    }
  }
}
