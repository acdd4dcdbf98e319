package io.thunder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TokenIdsTest {

  @Test
  void of_callersArray_isCopiedBothWays() {
    int[] mine = {1, 2, 3};
    TokenIds tokens = TokenIds.of(mine);

    mine[0] = 9;
    tokens.toArray()[1] = 9;

    assertThat(tokens.toArray()).containsExactly(1, 2, 3);
    assertThat(tokens.at(0)).isEqualTo(1);
    assertThat(tokens.size()).isEqualTo(3);
  }

  @Test
  void of_negativeId_namesIt() {
    assertThatThrownBy(() -> TokenIds.of(1, -7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token 1 must be >= 0, was -7");
  }

  @Test
  void plus_anotherSequence_followsThisOne() {
    TokenIds history = TokenIds.of(1, 2);

    assertThat(history.plus(TokenIds.of(3))).isEqualTo(TokenIds.of(1, 2, 3));
    assertThat(history.plus(TokenIds.of())).isEqualTo(history);
    assertThat(TokenIds.of().plus(history)).isEqualTo(history);
    assertThat(history).as("unchanged").isEqualTo(TokenIds.of(1, 2));
  }

  @Test
  void equals_sameIds_isTrueForThemAlone() {
    assertThat(TokenIds.of(1, 2)).hasSameHashCodeAs(TokenIds.of(1, 2)).isNotEqualTo(TokenIds.of(1));
  }

  @Test
  void toString_anyPrompt_namesItsLengthOnly() {
    assertThat(TokenIds.of(4711, 4712)).hasToString("TokenIds[2 tokens]");
  }
}
