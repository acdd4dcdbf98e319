package io.thunder.examples.soak.fault;

import org.jspecify.annotations.Nullable;

/** Says what goes wrong with a request. */
public interface FaultSource {

  /**
   * The fault of the next request.
   *
   * @param group of which group it may be
   * @return the fault, or null if all goes well
   */
  @Nullable
  Fault draw(FaultGroup group);

  /**
   * A draw between the variants of a fault.
   *
   * @return from 0 to below 1
   */
  double uniform();
}
