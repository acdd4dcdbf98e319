package io.thunder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.Usage;
import org.junit.jupiter.api.Test;

final class TokenResponseTest {

  private static final Usage USAGE = new Usage(3, 2, null);

  @Test
  void logprobs_ofAnAnswer_areCopiedBothWays() {
    double[] mine = {-0.5, -1};
    TokenResponse response = response(mine, "stop");

    mine[0] = 1;
    response.logprobs()[1] = 1;

    assertThat(response.logprobs()).containsExactly(-0.5, -1);
    assertThat(response(null, "stop").logprobs()).isNull();
  }

  @Test
  void create_otherNumberOfLogprobs_isRefused() {
    assertThatThrownBy(() -> response(new double[] {-0.5}, "stop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 tokens have 1 log-probabilities");
  }

  @Test
  void isAborted_byItsFinishReason_isTrueForAbortOnly() {
    assertThat(response(null, "abort").isAborted()).isTrue();
    assertThat(response(null, "length").isAborted()).isFalse();
    assertThat(response(null, null).isAborted()).isFalse();
  }

  @Test
  void toString_anyAnswer_namesNoToken() {
    assertThat(response(null, "stop").toString()).doesNotContain("4711").contains("stop");
  }

  private static TokenResponse response(double[] logprobs, String finishReason) {
    return new TokenResponse("id", TokenIds.of(4711, 2), logprobs, finishReason, USAGE, "{}");
  }
}
