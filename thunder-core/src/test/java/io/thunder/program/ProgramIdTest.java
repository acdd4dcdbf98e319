package io.thunder.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a\nb", "a\u0000", "a\u007f", "a\u0085"})
  void create_blankOrControlCharacters_isRefused(String value) {
    assertThatThrownBy(() -> new ProgramId(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "swe-000001", "проект 7", "a/b:c?d=e"})
  void create_ordinaryText_isKept(String value) {
    assertThat(new ProgramId(value)).hasToString(value);
  }

  @Test
  void create_length_isBounded() {
    assertThat(new ProgramId("x".repeat(512)).value()).hasSize(512);
    assertThatThrownBy(() -> new ProgramId("x".repeat(513)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("512", "513");
  }

  @Test
  void compareTo_twoIds_isByText() {
    assertThat(new ProgramId("a")).isLessThan(new ProgramId("b"));
  }

  @Test
  void costs_total_addsAllFive() {
    assertThat(new SpaceTimeCosts(1, 2, 4, 8, 16).total()).isEqualTo(31);
    assertThat(SpaceTimeCosts.NONE.total()).isZero();
  }
}
