package io.thunder.examples.llamacpp;

/** A child process that did not start, with the reason in one line. */
public final class LlamaFailedException extends Exception {

  private static final long serialVersionUID = 1;

  LlamaFailedException(String reason) {
    super(reason);
  }
}
