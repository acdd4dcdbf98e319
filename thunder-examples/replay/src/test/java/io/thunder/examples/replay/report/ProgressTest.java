package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String run(boolean terminal) {
    Progress progress =
        new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    progress.begin("thunder", 100);
    for (int i = 1; i <= 10; i++) {
      progress.update(new Sample(10 * i, 400, .95, .9, 3, 0, 0));
    }
    progress.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void update_onTerminal_writesOverOneLine() {
    assertThat(run(true))
        .contains("\rthunder      1:40 of  1:40")
        .doesNotContain("\n")
        .endsWith("\r");
  }

  @Test
  void update_elsewhere_writesFewLines() {
    assertThat(run(false)).doesNotContain("\r").hasLineCount(4).contains("  400 steps/min");
  }
}
