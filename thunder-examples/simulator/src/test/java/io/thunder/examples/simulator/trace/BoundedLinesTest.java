package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BoundedLinesTest {

  private static BoundedLines lines(String text, int lineBytesMax) {
    return lines(text, lineBytesMax, Long.MAX_VALUE);
  }

  private static BoundedLines lines(String text, int lineBytesMax, long bytesMax) {
    return new BoundedLines(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lineBytesMax, bytesMax);
  }

  @Test
  void next_lastLineWithoutEnd_isReadToo() throws IOException {
    BoundedLines lines = lines("ab\n\ncd", 2);

    assertThat(lines.next()).isEqualTo("ab");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("cd");
    assertThat(lines.number()).isEqualTo(3);
    assertThat(lines.next()).isNull();
  }

  @Test
  void next_lineOverTheBound_isRefused() throws IOException {
    BoundedLines lines = lines("ab\nabc\n", 2);
    lines.next();

    assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessageContaining("2 bytes");
    assertThat(lines.number()).isEqualTo(2);
  }

  @Test
  void next_textOverTheBound_isRefused() throws IOException {
    BoundedLines lines = lines("a\n\nb\n", 9, 4);
    lines.next();
    lines.next();

    assertThatThrownBy(lines::next)
        .isInstanceOf(IOException.class)
        .hasMessage("the file holds more than 4 bytes");
  }
}
