package io.thunder.examples.llamacpp.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GgufFileTest {

  private final GgufFile file = new GgufFile();

  private byte[] write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    return out.toByteArray();
  }

  @Test
  void write_metadata_isReadBack() throws IOException {
    file.text("text", "\u2581é");
    file.count("count", 7);
    file.number("number", .5f);
    file.flag("yes", true);
    file.flag("no", false);
    file.texts("texts", List.of("", "a"));
    file.numbers("numbers", List.of(1f, -2f));
    file.codes("codes", List.of(-1, 3));

    assertThat(new GgufReader(write()).metadata)
        .containsEntry("text", "\u2581é")
        .containsEntry("count", 7)
        .containsEntry("number", .5f)
        .containsEntry("yes", true)
        .containsEntry("no", false)
        .containsEntry("texts", List.of("", "a"))
        .containsEntry("numbers", List.of(1f, -2f))
        .containsEntry("codes", List.of(-1, 3))
        .hasSize(8);
  }

  @Test
  void write_tensors_areAlignedAndHoldTheirValues() throws IOException {
    AtomicInteger next = new AtomicInteger();
    file.tensor("odd", next::getAndIncrement, 3);
    file.tensor("large", next::getAndIncrement, 300, 100);
    file.tensor("last", next::getAndIncrement, 1);
    byte[] bytes = write();
    GgufReader read = new GgufReader(bytes);

    assertThat(read.tensors.get("odd").offset()).isZero();
    assertThat(read.tensors.get("large").offset()).isEqualTo(32);
    assertThat(read.tensors.get("large").shape()).containsExactly(300L, 100L);
    assertThat(read.tensors.get("last").offset()).isEqualTo(32 + 4 * 30_000);
    assertThat(read.value("odd", 2)).isEqualTo(2);
    assertThat(read.value("large", 0)).isEqualTo(3);
    assertThat(read.value("large", 29_999)).isEqualTo(30_002);
    assertThat(read.value("last", 0)).isEqualTo(30_003);
    assertThat(bytes).hasSize((int) read.expectedLength());
  }
}
