package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;

/** A server, or a router with servers, that an adapter is tried against. */
interface Served extends AutoCloseable {

  /** How the adapter is told of it. */
  Backend backend();

  /** What it is taken for by those who are not told. */
  BackendKind detectedKind();

  /** What all its caches hold, or null if it does not say. */
  Long capacityTokens();

  /** How many programs it was told the end of. */
  long finishedSessions();

  /** Stops it; connections are refused from then on. */
  @Override
  void close();
}
