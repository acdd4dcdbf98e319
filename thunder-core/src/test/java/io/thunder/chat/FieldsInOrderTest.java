package io.thunder.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsInOrderTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 9, 1_000})
  void copyOf_anyNumber_isAnEqualMapInTheSameOrder(int count) {
    Map<String, Integer> fields = fields(count);
    Map<String, Integer> copy = FieldsInOrder.copyOf(fields);

    assertThat(copy).isEqualTo(fields).hasSameHashCodeAs(fields).hasToString(fields.toString());
    assertThat(copy.keySet()).containsExactlyElementsOf(fields.keySet());
    fields.forEach((name, value) -> {
      assertThat(copy).containsKey(name);
      assertThat(copy.get(name)).isEqualTo(value);
    });
    assertThat(copy).doesNotContainKey("other");
    assertThat(copy.get("other")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 9})
  void copyOf_anyNumber_isImmutableAndOnItsOwn(int count) {
    Map<String, Integer> fields = fields(count);
    Map<String, Integer> copy = FieldsInOrder.copyOf(fields);
    fields.put("later", 1);

    assertThat(copy).hasSize(count).doesNotContainKey("later");
    assertThatThrownBy(() -> copy.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    for (Map.Entry<String, Integer> entry : copy.entrySet()) {
      assertThatThrownBy(() -> entry.setValue(1)).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> copy.remove(entry.getKey()))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  private static Map<String, Integer> fields(int count) {
    Map<String, Integer> fields = new LinkedHashMap<>();
    for (int i = count; i > 0; i--) {
      fields.put("field-" + i, i);
    }
    return fields;
  }
}
