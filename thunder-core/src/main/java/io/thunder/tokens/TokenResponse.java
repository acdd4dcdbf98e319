package io.thunder.tokens;

import io.thunder.chat.Usage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link TokenRequest}. Immutable. */
public final class TokenResponse {

  private static final String ABORT = "abort";

  private final String id;
  private final TokenIds tokenIds;
  private final double @Nullable [] logprobs;
  private final @Nullable String finishReason;
  private final Usage usage;
  private final String json;

  /**
   * Creates an answer.
   *
   * @param id the engine's id of the request, or an empty string
   * @param tokenIds what was generated
   * @param logprobs the log-probability of each of them, or null if there are none; copied
   * @param finishReason why it ended, or null if the engine did not say
   * @param usage how many tokens there are
   * @param json the whole body exactly as received
   * @throws IllegalArgumentException if there are not as many log-probabilities as tokens
   */
  public TokenResponse(
      String id,
      TokenIds tokenIds,
      double @Nullable [] logprobs,
      @Nullable String finishReason,
      Usage usage,
      String json) {
    this.id = Objects.requireNonNull(id, "id");
    this.tokenIds = Objects.requireNonNull(tokenIds, "tokenIds");
    this.logprobs = logprobs == null ? null : logprobs.clone();
    this.finishReason = finishReason;
    this.usage = Objects.requireNonNull(usage, "usage");
    this.json = Objects.requireNonNull(json, "json");
    if (logprobs != null && logprobs.length != tokenIds.size()) {
      throw new IllegalArgumentException(
          tokenIds.size() + " tokens have " + logprobs.length + " log-probabilities");
    }
  }

  /**
   * The engine's id of the request.
   *
   * @return the id, or an empty string
   */
  public String id() {
    return id;
  }

  /**
   * What was generated, ready to be appended to the history.
   *
   * @return the tokens; the one that ended the answer is among them if the engine says it
   */
  public TokenIds tokenIds() {
    return tokenIds;
  }

  /**
   * The log-probability of each generated token, natural logarithm, as the model gave it.
   *
   * @return a copy, as long as the tokens; null if they were not asked for
   */
  public double @Nullable [] logprobs() {
    return logprobs == null ? null : logprobs.clone();
  }

  /**
   * Why the answer ended.
   *
   * @return {@code stop}, {@code length}, {@code abort}, or another word of the engine's; null if it
   *     did not say
   */
  public @Nullable String finishReason() {
    return finishReason;
  }

  /**
   * Whether the engine was told to stop computing it, as before new weights are loaded. What was
   * generated until then is here: the turn can go on from it.
   *
   * @return true if it was cut off
   */
  public boolean isAborted() {
    return ABORT.equals(finishReason);
  }

  /**
   * How many tokens there are, as the engine counted them, or as they were sent and received.
   *
   * @return the counts
   */
  public Usage usage() {
    return usage;
  }

  /**
   * Everything else that the engine said, such as the version of its weights.
   *
   * @return the whole body exactly as received
   */
  public String json() {
    return json;
  }

  /** Names sizes only: answers do not belong into logs. */
  @Override
  public String toString() {
    return "TokenResponse[id=" + id + ", finishReason=" + finishReason + ", usage=" + usage + "]";
  }
}
