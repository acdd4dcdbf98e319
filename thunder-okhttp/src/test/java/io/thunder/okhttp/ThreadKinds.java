package io.thunder.okhttp;

import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The kinds of threads that this JDK has: virtual ones since 21. */
final class ThreadKinds {

  private ThreadKinds() {}

  static Stream<Arguments> all() throws ReflectiveOperationException {
    ThreadFactory platform = Thread::new;
    Arguments platformThreads = Arguments.of("platform", platform);
    if (Runtime.version().feature() < 21) {
      return Stream.of(platformThreads);
    }
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Object virtual =
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    return Stream.of(platformThreads, Arguments.of("virtual", virtual));
  }
}
