package io.thunder.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServedModelTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":[{\"id\":\"m\",\"max_model_len\":40960}]} | 40960",
        "{\"data\":[{\"id\":\"m\"}]} | 9223372036854775807",
        "{\"data\":[{\"max_model_len\":null}]} | 9223372036854775807",
        "{\"data\":[]} | 9223372036854775807",
        "{} | 9223372036854775807",
        "[] | 9223372036854775807",
        "hello { | 9223372036854775807",
      })
  void maxModelLen_answerOfServer_isReadOrUnknown(String body, long expected) {
    assertThat(ServedModel.maxModelLen(body)).isEqualTo(expected);
  }
}
