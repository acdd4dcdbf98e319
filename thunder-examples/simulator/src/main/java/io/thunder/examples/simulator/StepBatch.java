package io.thunder.examples.simulator;

/** What one step computes, as far as its duration depends on it. */
final class StepBatch {

  private int tokens;
  private int decoders;
  private long decodeContext;
  private double prefillAttention;

  void clear() {
    tokens = 0;
    decoders = 0;
    decodeContext = 0;
    prefillAttention = 0;
  }

  /** Adds one token of a sequence that generates, with the context it attends to. */
  void addDecode(int context) {
    tokens++;
    decoders++;
    decodeContext += context;
  }

  /** Adds a chunk of a prompt behind a context that is already computed. */
  void addPrefill(int chunk, int context) {
    tokens += chunk;
    prefillAttention += chunk * (context + chunk / 2.0);
  }

  boolean isEmpty() {
    return tokens == 0;
  }

  int tokens() {
    return tokens;
  }

  int decoders() {
    return decoders;
  }

  long decodeContext() {
    return decodeContext;
  }

  double prefillAttention() {
    return prefillAttention;
  }
}
