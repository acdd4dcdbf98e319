package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ThunderTest {
  @Test
  void name_always_isThunder() {
    assertThat(Thunder.name()).isEqualTo("Thunder");
  }
}
