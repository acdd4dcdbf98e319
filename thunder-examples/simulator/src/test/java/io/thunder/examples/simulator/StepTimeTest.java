package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StepTimeTest {

  @Test
  void seconds_fewTokens_isBoundByTheWeightsTouched() {
    StepTime glm = EnginePresets.GLM.stepTime();

    assertThat(glm.seconds(1, 1, 0, 0)).isCloseTo(.0107 + .0119 * .05 + 2e-5, within(1e-12));
    assertThat(glm.seconds(60, 60, 60 * 15_000, 0))
        .as("a full GLM batch")
        .isCloseTo(.0107 + .0119 * (1 - Math.pow(.95, 60)) + .0012 + .00792, within(1e-9));
  }

  @Test
  void seconds_fullChunk_isBoundByArithmetic() {
    StepTime glm = EnginePresets.GLM.stepTime();

    assertThat(glm.seconds(8_192, 0, 0, 8_192 * 4_096.0))
        .isCloseTo(.0107 + 8_192 / 31_000.0 + 8_192 * 4_096 * 1.2e-9, within(1e-9));
  }

  @Test
  void nanos_emptyishBatch_countsPrefillAndDecode() {
    StepBatch batch = new StepBatch();
    batch.addDecode(100);
    batch.addPrefill(10, 50);
    StepTime time = new StepTime(1, 0, 1, 1e18, 2, 3, 4);

    assertThat(time.nanos(batch)).isEqualTo((1 + 2 + 300 + 4 * 550) * 1_000_000_000L);
  }

  @Test
  void stepTime_denseModelOnH100_isNearPublishedSpeeds() {
    StepTime large = EnginePresets.QWEN3_32B_H100.stepTime();
    StepTime faster = EnginePresets.QWEN3_32B_H200.stepTime();

    assertThat(large.seconds(1, 1, 1_000, 0)).as("one generating sequence").isBetween(.022, .030);
    assertThat(large.tokensPerSecond()).as("prefill").isBetween(8_000.0, 11_000.0);
    assertThat(faster.seconds(1, 1, 1_000, 0)).isLessThan(large.seconds(1, 1, 1_000, 0));
    assertThat(ModelShape.QWEN3_32B.kvBytesPerToken()).isEqualTo(262_144);
    assertThat(ModelShape.QWEN3_14B.kvBytesPerToken()).isEqualTo(163_840);
  }

  @Test
  void atSpeed_half_takesTwiceAsLongWhateverIsComputed() {
    StepTime glm = EnginePresets.GLM.stepTime();
    StepTime half = EnginePresets.GLM.atSpeed(.5).stepTime();

    assertThat(half.seconds(1, 1, 0, 0)).isEqualTo(2 * glm.seconds(1, 1, 0, 0));
    assertThat(half.seconds(60, 60, 900_000, 0))
        .isCloseTo(2 * glm.seconds(60, 60, 900_000, 0), within(1e-12));
    assertThat(half.seconds(8_192, 0, 0, 8_192 * 4_096.0))
        .isCloseTo(2 * glm.seconds(8_192, 0, 0, 8_192 * 4_096.0), within(1e-12));
    assertThat(glm.atSpeed(1)).isEqualTo(glm);
  }

  @Test
  void create_withoutBase_isRefused() {
    assertThatThrownBy(() -> new StepTime(0, 1, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
