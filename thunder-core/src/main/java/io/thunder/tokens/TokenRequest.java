package io.thunder.tokens;

import io.thunder.chat.JsonText;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request in tokens: what the caller tokenised is what the engine computes, with no chat template
 * in between. Immutable.
 *
 * @param model the model's name, or null for the engine's only one; SGLang serves one and is not told
 * @param prompt the whole history so far, at least one token
 * @param sampling how tokens are chosen
 * @param fields every other field of the body, named as the engine names it, in order and verbatim
 * @param headers HTTP headers of this request, added to the transport's own
 * @param prefixes what the prompt has in common with those of other programs, in order of length
 * @param parent who started the program and waits for it, or null; not sent, and looked at with the
 *     first turn of the program only
 * @param priority where the engine puts the request among those that wait in it, lower first with every
 *     engine, above {@link Integer#MIN_VALUE}; null leaves it to the engine
 */
public record TokenRequest(
    @Nullable String model,
    TokenIds prompt,
    SamplingParams sampling,
    Map<String, JsonText> fields,
    Map<String, String> headers,
    List<PromptPrefix> prefixes,
    @Nullable ParentProgram parent,
    @Nullable Integer priority) {

  /** Fields that have a component with one engine or another. */
  private static final Set<String> RESERVED = Set.of(
      "model",
      "token_ids",
      "input_ids",
      "text",
      "sampling_params",
      "return_logprob",
      "stream",
      "routed_dp_rank");

  private static final String PRIORITY = "priority";

  /** Checks and copies. */
  public TokenRequest {
    Objects.requireNonNull(sampling, "sampling");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    prefixes = List.copyOf(prefixes);
    if (prompt.size() == 0) {
      throw new IllegalArgumentException("a token request needs at least one token");
    }
    for (String name : RESERVED) {
      if (fields.containsKey(name)) {
        throw new IllegalArgumentException("'" + name + "' is not a free field");
      }
    }
    if (priority != null && priority == Integer.MIN_VALUE) { // some engines are sent its negative
      throw new IllegalArgumentException("priority must be > " + priority);
    }
    if (priority != null && fields.containsKey(PRIORITY)) {
      throw new IllegalArgumentException("'" + PRIORITY + "' is given twice, once as a field");
    }
  }

  /**
   * A builder of a request with the engine's own defaults.
   *
   * @param prompt the whole history so far
   * @return the builder
   */
  public static TokenRequestBuilder builder(TokenIds prompt) {
    return new TokenRequestBuilder(prompt);
  }

  /**
   * This request for another model, or for the same by another name.
   *
   * @param name the model's name
   * @return a copy; what {@link TokenRequestBuilder#sharedPrefix} said is said of that model
   */
  public TokenRequest withModel(String name) {
    Objects.requireNonNull(name, "name");
    List<PromptPrefix> renamed = prefixes.stream()
        .map(prefix ->
            prefix.equals(prefix(prefix.tokens(), model)) ? prefix(prefix.tokens(), name) : prefix)
        .toList();
    return new TokenRequest(name, prompt, sampling, fields, headers, renamed, parent, priority);
  }

  private PromptPrefix prefix(long tokens, @Nullable String ofModel) {
    return prefix(prompt, (int) Math.min(tokens, prompt.size()), ofModel);
  }

  /** The first tokens of a prompt, which mean something else to each model. */
  static PromptPrefix prefix(TokenIds prompt, int tokens, @Nullable String model) {
    long vocabulary = model == null ? 1 : model.hashCode();
    return new PromptPrefix(prompt.keyOf(tokens, vocabulary), tokens);
  }

  /**
   * This request with one more HTTP header.
   *
   * @param name the header's name
   * @param value the header's value
   * @return a copy
   */
  public TokenRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new TokenRequest(model, prompt, sampling, fields, more, prefixes, parent, priority);
  }

  /** Names sizes only: neither prompts nor headers belong into logs. */
  @Override
  public String toString() {
    return "TokenRequest[model="
        + model
        + ", prompt="
        + prompt.size()
        + ", fields="
        + fields.keySet()
        + ", headers="
        + headers.keySet()
        + "]";
  }
}
