package io.thunder.okhttp.internal;

import org.jspecify.annotations.Nullable;

/**
 * Reads whole answers of one kind.
 *
 * @param <A> what they are
 */
interface AnswerCodec<A> {

  /**
   * Reads an answer.
   *
   * @param json the body, which stays part of the answer verbatim
   * @param body the same, parsed
   * @throws MalformedException if it is not what the protocol says
   */
  A decode(String json, JsonView body) throws MalformedException;

  /** The error inside a body that came with a good status, or null if there is none. */
  default @Nullable EngineError error(JsonView body) {
    return EngineError.find(body);
  }
}
