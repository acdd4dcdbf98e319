package io.thunder.examples.conformance;

import io.thunder.okhttp.OkHttpTransport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ends the checks early, as at Ctrl-C: what is being asked fails at once. Thread-safe. */
final class Interruption {

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<@Nullable OkHttpTransport> transport = new AtomicReference<>();

  /** Says what to close. */
  void closes(OkHttpTransport used) {
    transport.set(used);
    if (stopped.get()) {
      used.close();
    }
  }

  void stop() {
    stopped.set(true);
    OkHttpTransport used = transport.get();
    if (used != null) {
      used.close();
    }
  }

  boolean isStopped() {
    return stopped.get();
  }
}
