package io.thunder.examples.replay.run;

import io.thunder.backend.Backend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engines of one policy's run. */
public interface Engines extends AutoCloseable {

  /**
   * Where they are.
   *
   * @return the backends, at least one
   */
  List<Backend> backends();

  /**
   * By how much the machine was too slow for them.
   *
   * @return share of their busy time, 0 if they kept up
   */
  double lateShare();

  /**
   * Whether one of them can answer no more.
   *
   * @return why, in one line, or null if none has failed
   */
  default @Nullable String failure() {
    return null;
  }

  /** Stops engines that were started for the run; leaves others alone. */
  @Override
  void close();

  /** Starts the engines of a run. */
  @FunctionalInterface
  interface Factory {

    /**
     * Starts engines with empty caches.
     *
     * @return the engines, to be closed
     * @throws RunFailedException if they do not start
     */
    Engines start() throws RunFailedException;
  }

  /**
   * Engines that run elsewhere.
   *
   * @param backends where
   * @return the engines
   */
  static Engines remote(List<Backend> backends) {
    List<Backend> all = List.copyOf(backends);
    return new Engines() {
      @Override
      public List<Backend> backends() {
        return all;
      }

      @Override
      public double lateShare() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }
}
