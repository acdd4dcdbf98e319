package io.thunder.examples.simulator;

/** Why a request left the engine; the values of vLLM's {@code finished_reason} label. */
public enum FinishReason {
  /** The model ended its answer. */
  STOP("stop"),
  /** The token limit was reached. */
  LENGTH("length"),
  /** The client went away. */
  ABORT("abort"),
  /** The engine failed; the model never does. */
  ERROR("error"),
  /** Repetition was detected; the model never does. */
  REPETITION("repetition");

  private final String label;

  FinishReason(String label) {
    this.label = label;
  }

  /** Returns the value as it stands in metrics and answers. */
  public String label() {
    return label;
  }
}
