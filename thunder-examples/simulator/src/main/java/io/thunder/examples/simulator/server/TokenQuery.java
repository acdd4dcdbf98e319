package io.thunder.examples.simulator.server;

import java.util.List;

/**
 * A parsed body of {@code /inference/v1/generate} or {@code /generate}.
 *
 * @param model the model asked for, empty for the one that is served
 * @param prompt the ids of the prompt's tokens
 * @param length how long the answer is to be
 * @param logprobs whether the log-probability of each token is wanted
 * @param cacheSalt separates prefix caches, empty without
 * @param rank the data-parallel rank that is named, empty without
 */
record TokenQuery(
    String model,
    List<Integer> prompt,
    AnswerLength length,
    boolean logprobs,
    String cacheSalt,
    String rank) {

  /** Copies the prompt. */
  TokenQuery {
    prompt = List.copyOf(prompt);
  }
}
