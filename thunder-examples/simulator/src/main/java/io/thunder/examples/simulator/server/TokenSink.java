package io.thunder.examples.simulator.server;

/** Takes a stream of tokens. */
@FunctionalInterface
interface TokenSink {

  void token(int id);
}
