package io.thunder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.JsonText;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenRequestTest {

  private static final TokenIds PROMPT = TokenIds.of(1, 2, 3, 4);

  @Test
  void build_everythingSet_isKept() {
    TokenRequest request = TokenRequest.builder(PROMPT)
        .model("qwen")
        .maxTokens(16)
        .temperature(0.7)
        .topP(0.9)
        .stopTokenIds(5, 6)
        .seed(42)
        .logprobs(true)
        .samplingField("min_p", JsonText.ofNumber(0.1))
        .field("cache_salt", JsonText.ofString("s"))
        .header("X-A", "b")
        .priority(-3)
        .parent("p", 2)
        .build();

    assertThat(request.model()).isEqualTo("qwen");
    assertThat(request.prompt()).isEqualTo(PROMPT);
    SamplingParams sampling = request.sampling();
    assertThat(sampling.maxTokens()).isEqualTo(16);
    assertThat(sampling.temperature()).isEqualTo(0.7);
    assertThat(sampling.topP()).isEqualTo(0.9);
    assertThat(sampling.stopTokenIds()).isEqualTo(TokenIds.of(5, 6));
    assertThat(sampling.seed()).isEqualTo(42);
    assertThat(sampling.logprobs()).isTrue();
    assertThat(sampling.fields()).containsOnlyKeys("min_p");
    assertThat(request.fields()).containsOnlyKeys("cache_salt");
    assertThat(request.withHeader("X-C", "d").headers())
        .containsEntry("X-A", "b")
        .containsEntry("X-C", "d");
    assertThat(request.parent()).isEqualTo(ParentProgram.ofTokens("p", 2));
    assertThat(request.priority()).isEqualTo(-3);
    assertThat(request.withModel("m").withHeader("X-C", "d").priority()).isEqualTo(-3);
  }

  @Test
  void sharedPrefix_promptsThatBeginAlike_haveItsKeyInCommon() {
    List<PromptPrefix> one = prefixes(TokenIds.of(1, 2, 3, 4), "qwen", 3, 2);
    List<PromptPrefix> other = prefixes(TokenIds.of(1, 2, 9, 4), "qwen", 2, 3);
    List<PromptPrefix> otherModel = prefixes(TokenIds.of(1, 2, 3, 4), "llama", 2, 3);

    assertThat(one).extracting(PromptPrefix::tokens).containsExactly(2L, 3L);
    assertThat(other.get(0)).isEqualTo(one.get(0));
    assertThat(other.get(1).key()).isNotEqualTo(one.get(1).key());
    assertThat(otherModel).doesNotContainAnyElementsOf(one);
  }

  @Test
  void withModel_aliasResolved_sharesWithThoseWhoNameTheModel() {
    List<PromptPrefix> named = prefixes(PROMPT, "qwen", 2, 3);
    TokenRequest underAlias = TokenRequest.builder(PROMPT)
        .model("small")
        .sharedPrefix(2)
        .sharedPrefix(3)
        .build();
    TokenRequest underNone =
        TokenRequest.builder(PROMPT).sharedPrefix(2).sharedPrefix(3).build();

    assertThat(underAlias.prefixes()).isNotEqualTo(named);
    assertThat(underAlias.withModel("qwen").prefixes()).isEqualTo(named);
    assertThat(underNone.withModel("qwen").prefixes()).isEqualTo(named);
  }

  @Test
  void withModel_keysOfTheCaller_stay() {
    List<PromptPrefix> own = List.of(new PromptPrefix(42, 2), new PromptPrefix(43, 1_000));
    TokenRequest built = TokenRequest.builder(PROMPT).build();
    TokenRequest request = new TokenRequest(
        null, PROMPT, built.sampling(), built.fields(), built.headers(), own, null, null);

    assertThat(request.withModel("qwen").prefixes()).isEqualTo(own);
  }

  private static List<PromptPrefix> prefixes(TokenIds prompt, String model, int a, int b) {
    return TokenRequest.builder(prompt)
        .model(model)
        .sharedPrefix(a)
        .sharedPrefix(b)
        .build()
        .prefixes();
  }

  @Test
  void build_valuesOutOfRange_areRefused() {
    assertThatThrownBy(() -> TokenRequest.builder(TokenIds.of()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one token");
    assertThatThrownBy(() -> TokenRequest.builder(PROMPT).maxTokens(0))
        .hasMessage("maxTokens must be >= 1, was 0");
    assertThatThrownBy(
            () -> TokenRequest.builder(PROMPT).temperature(Double.NaN).build())
        .hasMessage("temperature must be >= 0, was NaN");
    assertThatThrownBy(() -> TokenRequest.builder(PROMPT).topP(0).build())
        .hasMessage("topP must be > 0 and <= 1, was 0.0");
    assertThatThrownBy(() -> TokenRequest.builder(PROMPT).sharedPrefix(5))
        .hasMessage("a shared prefix must have 1 to 4 tokens, had 5");
    assertThatThrownBy(() -> TokenRequest.builder(PROMPT).parent("p", 5))
        .hasMessage("5 tokens are inherited, but there are 4");
    assertThatThrownBy(
            () -> TokenRequest.builder(PROMPT).priority(Integer.MIN_VALUE).build())
        .hasMessage("priority must be > -2147483648");
    assertThatThrownBy(() -> TokenRequest.builder(PROMPT)
            .priority(3)
            .field("priority", JsonText.NULL)
            .build())
        .hasMessage("'priority' is given twice, once as a field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_ids", "input_ids", "stream", "sampling_params", "return_logprob"})
  void build_reservedField_isRefused(String name) {
    TokenRequestBuilder builder = TokenRequest.builder(PROMPT).field(name, JsonText.NULL);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "max_new_tokens", "n", "seed", "logprobs"})
  void build_reservedSamplingField_isRefused(String name) {
    TokenRequestBuilder builder = TokenRequest.builder(PROMPT).samplingField(name, JsonText.NULL);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void toString_anyRequest_namesNoTokenAndNoHeaderValue() {
    TokenRequest request =
        TokenRequest.builder(TokenIds.of(4711)).header("X-Key", "secret").build();

    assertThat(request.toString()).contains("prompt=1", "X-Key").doesNotContain("4711", "secret");
  }
}
