package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every count of tokens, or of characters, that comes from outside is bounded: sums never overflow. */
final class TokenCountsTest {

  private static final long MOST = 1_000_000_000_000L;

  static List<LongFunction<Object>> counts() {
    return List.of(
        TurnDemand::ofTokens,
        TurnDemand::ofChars,
        count -> new Usage(count, 0, null),
        count -> new Usage(0, count, null),
        count -> new Usage(0, 0, count),
        count -> new PromptPrefix(1, count),
        count -> PromptPrefix.ofChars(1, count),
        count -> ParentProgram.ofTokens("p", count),
        count -> ParentProgram.ofChars("p", count),
        count -> Backend.vllm("http://a:1").withCapacityTokens(count),
        count -> ThunderClient.builder().assumedCapacityTokens(count),
        count -> SchedulingPolicy.builder().growthReserveTokens(count).build());
  }

  @ParameterizedTest
  @MethodSource("counts")
  void create_countOutOfRange_isRefusedWithIt(LongFunction<Object> create) {
    assertThatCode(() -> create.apply(MOST)).doesNotThrowAnyException();
    for (long count : new long[] {-1, MOST + 1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> create.apply(count))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be")
          .hasMessageContaining(Long.toString(count));
    }
  }

  @Test
  void reading_capacityOutOfRange_isUnknown() {
    assertThat(BackendReading.ofCapacity(MOST).capacityTokens()).isEqualTo(MOST);
    assertThat(BackendReading.ofCapacity(MOST + 1).capacityTokens()).isNull();
  }
}
