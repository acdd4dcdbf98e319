package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EngineErrorTest {

  @Test
  void ofBody_severalQuotedValues_areAllLeftOut() {
    assertThat(EngineError.ofBody(
                "a input_value='my prompt', input_type=b input_value=c, input_type=d")
            .message())
        .isEqualTo("a input_value=…, input_type=b input_value=…, input_type=d");
  }

  @Test
  void ofBody_quotedValueThatWasCut_isLeftOutToTheEnd() {
    assertThat(EngineError.ofBody("a input_value='my pro").message()).isEqualTo("a input_value=…");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void ofBody_manyValuesWithoutAnEnd_takesLinearTime() {
    assertThat(EngineError.ofBody("input_value=".repeat(1_000_000)).message())
        .isEqualTo("input_value=…");
  }
}
