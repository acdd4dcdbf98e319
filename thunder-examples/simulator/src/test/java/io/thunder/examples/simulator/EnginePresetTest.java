package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class EnginePresetTest {

  @Test
  void byName_nameOrAlias_findsThePreset() {
    assertThat(EnginePreset.byName("glm-4.6-8xh100")).isSameAs(EnginePresets.GLM);
    assertThat(EnginePreset.byName("GLM")).isSameAs(EnginePresets.GLM);
    assertThat(EnginePreset.byName("q8")).isSameAs(EnginePresets.Q8);
    assertThat(EnginePresets.all())
        .allSatisfy(preset -> assertThat(EnginePreset.byName(preset.name())).isSameAs(preset));
  }

  @Test
  void byName_unknown_listsAllNames() {
    assertThatThrownBy(() -> EnginePreset.byName("gpt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'gpt'")
        .hasMessageContaining("qwen3-14b-h100")
        .hasMessageContaining("q8");
  }

  @Test
  void withCapacityTokens_smaller_shrinksTheLongestSequence() {
    EnginePreset small = EnginePresets.GLM.withCapacityTokens(16_010);

    assertThat(small.maxModelLen()).isEqualTo(16_000);
    assertThat(small.blocks()).isEqualTo(1_001);
  }

  @Test
  void create_longestSequenceDoesNotFit_isRefused() {
    EnginePreset glm = EnginePresets.GLM;

    assertThatThrownBy(
            () -> new EnginePreset("x", "x", 1_000, 16, 8_192, 1_024, 2_000, glm.stepTime(), false))
        .hasMessageContaining("2000")
        .hasMessageContaining("1000");
  }
}
