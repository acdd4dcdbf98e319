package io.thunder.tokens;

import io.thunder.chat.JsonText;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds a {@link TokenRequest}. Not thread-safe. */
public final class TokenRequestBuilder {

  private final TokenIds prompt;
  private final Map<String, JsonText> samplingFields = new LinkedHashMap<>();
  private final Map<String, JsonText> fields = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final SortedSet<Integer> sharedLengths = new TreeSet<>();
  private @Nullable String model;
  private int maxTokens;
  private @Nullable Double temperature;
  private @Nullable Double topP;
  private TokenIds stopTokenIds = TokenIds.of();
  private @Nullable Long seed;
  private boolean logprobs;
  private @Nullable ParentProgram parent;
  private @Nullable Integer priority;

  TokenRequestBuilder(TokenIds prompt) {
    this.prompt = Objects.requireNonNull(prompt, "prompt");
  }

  /**
   * Sets the model.
   *
   * @param name the model's name
   * @return this
   */
  public TokenRequestBuilder model(String name) {
    model = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Bounds the generated tokens.
   *
   * @param tokens at least 1; what the engine takes for granted without it may be as few as 16
   * @return this
   */
  public TokenRequestBuilder maxTokens(int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("maxTokens must be >= 1, was " + tokens);
    }
    maxTokens = tokens;
    return this;
  }

  /**
   * Sets the sampling temperature.
   *
   * @param value at least 0
   * @return this
   */
  public TokenRequestBuilder temperature(double value) {
    temperature = value;
    return this;
  }

  /**
   * Sets the share of probability that is sampled from.
   *
   * @param value above 0 and at most 1
   * @return this
   */
  public TokenRequestBuilder topP(double value) {
    topP = value;
    return this;
  }

  /**
   * Sets tokens after which the answer ends, beside the model's own.
   *
   * @param ids the tokens
   * @return this
   */
  public TokenRequestBuilder stopTokenIds(int... ids) {
    stopTokenIds = TokenIds.of(ids);
    return this;
  }

  /**
   * Makes sampling repeatable as far as the engine can: SGLang only with {@code
   * --enable-deterministic-inference}.
   *
   * @param value any number
   * @return this
   */
  public TokenRequestBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Asks for the log-probability of each generated token.
   *
   * @param wanted whether they are; false by default
   * @return this
   */
  public TokenRequestBuilder logprobs(boolean wanted) {
    logprobs = wanted;
    return this;
  }

  /**
   * Sets any other sampling parameter, replacing an earlier value.
   *
   * @param name the parameter's name, as the engine calls it
   * @param value its value, sent verbatim
   * @return this
   */
  public TokenRequestBuilder samplingField(String name, JsonText value) {
    samplingFields.put(name, Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Sets any other field of the body, replacing an earlier value.
   *
   * @param name the field's name, as the engine calls it
   * @param value its value, sent verbatim
   * @return this
   */
  public TokenRequestBuilder field(String name, JsonText value) {
    fields.put(name, Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Sets an HTTP header of this request, replacing an earlier value.
   *
   * @param name the header's name
   * @param value the header's value
   * @return this
   */
  public TokenRequestBuilder header(String name, String value) {
    headers.put(name, Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Says that other programs' prompts begin with the same tokens: those of a system prompt, say, or of
   * the task that a group of rollouts attempts. A backend then counts them once. May be called for
   * several lengths; each turn of a program must name the same ones.
   *
   * @param tokens how many, counted from the first one; at least 1
   * @return this
   */
  public TokenRequestBuilder sharedPrefix(int tokens) {
    if (tokens < 1 || tokens > prompt.size()) {
      throw new IllegalArgumentException(
          "a shared prefix must have 1 to " + prompt.size() + " tokens, had " + tokens);
    }
    sharedLengths.add(tokens);
    return this;
  }

  /**
   * Says who started the program and waits for it, as {@link
   * io.thunder.chat.ChatRequest.Builder#parent}.
   *
   * @param programId the parent
   * @param inherited how many of the first tokens are the parent's own; 0 if none are
   * @return this
   */
  public TokenRequestBuilder parent(String programId, int inherited) {
    if (inherited < 0 || inherited > prompt.size()) {
      throw new IllegalArgumentException(
          inherited + " tokens are inherited, but there are " + prompt.size());
    }
    parent = ParentProgram.ofTokens(programId, inherited);
    return this;
  }

  /**
   * Says where the engine puts the request among those that wait in it, lower first, as {@link
   * io.thunder.chat.ChatRequest.Builder#priority}.
   *
   * @param value any number above {@link Integer#MIN_VALUE}
   * @return this
   */
  public TokenRequestBuilder priority(int value) {
    priority = value;
    return this;
  }

  /**
   * Builds the request.
   *
   * @return the request
   * @throws IllegalArgumentException if there is no token, a value is out of range, a field is
   *     reserved, or the priority is given twice
   */
  public TokenRequest build() {
    SamplingParams sampling = new SamplingParams(
        maxTokens, temperature, topP, stopTokenIds, seed, logprobs, samplingFields);
    return new TokenRequest(model, prompt, sampling, fields, headers, prefixes(), parent, priority);
  }

  private List<PromptPrefix> prefixes() {
    return sharedLengths.stream()
        .map(tokens -> TokenRequest.prefix(prompt, tokens, model))
        .toList();
  }
}
