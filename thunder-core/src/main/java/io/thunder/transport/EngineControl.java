package io.thunder.transport;

import io.thunder.backend.Backend;
import java.util.concurrent.CompletableFuture;

/**
 * What can be done to an engine besides sending it turns, as between two steps of training.
 * Implementations are thread-safe. Nothing here throws: failures complete the future, with the same
 * exceptions as turns have; {@code RequestRejectedException} where the backend cannot do it, or has
 * not allowed it. Nothing is sent twice, and every call is bounded in time.
 *
 * <p>A router is not asked itself: what is asked of it is asked of each server that it lists, and is
 * done once all of them have done it.
 */
public interface EngineControl {

  /**
   * Stops computing. Turns that arrive afterwards wait in the engine until it is resumed.
   *
   * @param backend which
   * @param mode what becomes of turns in flight
   * @return completes once nothing is computed any more
   */
  CompletableFuture<Void> pause(Backend backend, PauseMode mode);

  /**
   * Goes on computing.
   *
   * @param backend which
   * @return completes once it does
   */
  CompletableFuture<Void> resume(Backend backend);

  /**
   * Forgets everything in the prefix cache, which new weights make wrong.
   *
   * @param backend which
   * @return completes once the cache is empty; fails if the engine kept it, since turns use it
   */
  CompletableFuture<Void> flushCache(Backend backend);

  /**
   * Ends all turns in flight, those of others too, with what was generated so far and the finish
   * reason {@code abort}.
   *
   * @param backend which
   * @return completes once the engine has been told
   */
  CompletableFuture<Void> abortTurns(Backend backend);

  /**
   * Tells a router that no more turns of a program will come. Does nothing for a backend that wants
   * no such word.
   *
   * @param backend which
   * @param routingKey what the program's turns carried in {@link
   *     io.thunder.backend.BackendKind#sessionHeader}
   * @return completes once the router knows
   */
  CompletableFuture<Void> finishProgram(Backend backend, String routingKey);
}
