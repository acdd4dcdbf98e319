package io.thunder;

/** Threads that cost next to nothing. By reflection, since the code is compiled for JDK 17. */
final class VirtualThreads {

  /** Whether the JDK has them. */
  static final boolean EXIST = Runtime.version().feature() >= 21;

  private VirtualThreads() {}

  static Thread unstarted(Runnable task) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (Thread) Class.forName("java.lang.Thread$Builder")
          .getMethod("unstarted", Runnable.class)
          .invoke(builder, task);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no virtual threads", e);
    }
  }
}
