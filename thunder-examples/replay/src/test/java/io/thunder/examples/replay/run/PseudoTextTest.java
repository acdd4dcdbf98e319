package io.thunder.examples.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PseudoTextTest {

  @Test
  void of_tokens_hasFourCharactersEach() {
    assertThat(PseudoText.of(1, 1_000)).hasSize(4_000).matches("([a-z]{3} )+");
    assertThat(PseudoText.of(1, 0)).isEmpty();
  }

  @Test
  void of_sameSeed_startsTheSame() {
    assertThat(PseudoText.of(1, 500)).startsWith(PseudoText.of(1, 100));
    assertThat(PseudoText.of(2, 100)).isNotEqualTo(PseudoText.of(1, 100));
  }
}
