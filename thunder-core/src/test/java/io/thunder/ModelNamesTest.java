package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.error.UnknownModelException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of names that mean nothing. */
final class ModelNamesTest {

  private static ModelNames of(String... models) {
    return new ModelNames(new TreeSet<>(List.of(models)), Map.of(), null);
  }

  @ParameterizedTest
  @CsvSource({
    "Qwen3-32B, qwen3-32b",
    "qwen3_32b, qwen3-32b",
    "qwen3-32b, Qwen/Qwen3-32B",
    "Qwen/Qwen3-32B, qwen3-32b",
    "qwen-32b, qwen3-32b",
    "qwen33-32b, qwen3-32b",
    "qwem3-32b, qwen3-32b",
    "qwne3-32b, qwen3-32b",
    "qwen3-32bb, qwen3-32b",
    "wen3-32b, qwen3-32b"
  })
  void resolve_typo_namesWhatWasMeant(String typed, String meant) {
    assertThatThrownBy(() -> of("glm-4.6", meant).resolve(typed))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("'" + typed + "' (did you mean '" + meant + "'?)");
  }

  @ParameterizedTest
  @CsvSource({"qwen3, qwen3-32b", "qwen3-23b-x, qwen3-32b", "gpt, glm-4.6", "b, a", "/, a", "ab, ''"
  })
  void resolve_anotherName_isNoTypo(String typed, String other) {
    assertThatThrownBy(() -> of(other).resolve(typed)).hasMessageNotContaining("did you mean");
  }

  @Test
  void resolve_manyAndLongNames_boundsTheMessageAndKeepsTheList() {
    String[] models = IntStream.range(0, 1_000)
        .mapToObj(i -> "model-" + i + "x".repeat(1_000))
        .toArray(String[]::new);

    assertThatThrownBy(() -> of(models).resolve("y\n".repeat(100_000)))
        .isInstanceOfSatisfying(
            UnknownModelException.class,
            e -> assertThat(e.known()).hasSize(1_000).isSorted())
        .hasMessageEndingWith(" and 968 more")
        .message()
        .hasSizeLessThan(4_000)
        .doesNotContain("\n");
  }
}
