package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks one kind of engine for its health, its capacity and its load. Thread-safe. */
interface EngineProbe {

  /**
   * Asks without waiting.
   *
   * @param server the root of the server
   * @param rank which of its data-parallel engines; null for all together
   * @return the reading; fails with {@link DownException} if the server takes no turns
   */
  CompletableFuture<BackendReading> read(URI server, @Nullable Integer rank);
}
