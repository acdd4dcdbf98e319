package io.thunder.examples.llamacpp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineLogTest {

  @TempDir
  Path folder;

  private final Deque<String> laterLines = new ArrayDeque<>();
  private Path file;
  private EngineLog log;

  @BeforeEach
  void open() throws IOException {
    file = Files.createFile(folder.resolve("llama.log"));
    log = EngineLog.open(file, this::writeNext);
  }

  private void writeNext() {
    try {
      append(laterLines.isEmpty() ? "" : laterLines.remove());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  @Test
  void takeCachedTokens_promptInParts_isWhatTheFirstBeganWith() throws Exception {
    append("""
        slot update_slots: id  0 | task 22 | new prompt, n_ctx_slot = 1024
        slot update_slots: id  0 | task 22 | kv cache rm [512, end)
        slot update_slots: id  1 | task 23 | kv cache rm [7, end)
        slot update_slots: id  0 | task 22 | kv cache rm [1024, end)
        """);

    assertThat(log.takeCachedTokens(22)).isEqualTo(512);
    assertThat(log.takeCachedTokens(23)).isEqualTo(7);
  }

  @Test
  void takeCachedTokens_lineThatIsLateAndComesInParts_isWaitedFor() throws Exception {
    laterLines.add("slot update_slots: id  0 | task 1 | kv cache rm [86");
    laterLines.add("2, end)\n");

    assertThat(log.takeCachedTokens(1)).isEqualTo(862);
  }

  @Test
  void takeCachedTokens_lineThatNeverComes_isGivenUp() throws Exception {
    laterLines.add("slot update_slots: id  0 | task 2 | kv cache rm [862, end)\n");

    assertThat(log.takeCachedTokens(1)).isNull();
    assertThat(log.takeCachedTokens(2)).as("of another task").isEqualTo(862);
  }

  @Test
  void takeCachedTokens_tensOfThousandsOfTasksGivenUp_knowsTheLast() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int task = 0; task <= 20_000; task++) {
      lines.append("| task ").append(task).append(" | kv cache rm [7, end)\n");
    }
    append(lines.toString());

    assertThat(log.takeCachedTokens(20_000)).isEqualTo(7);
    assertThat(log.takeCachedTokens(10_001)).isEqualTo(7);
    assertThat(log.takeCachedTokens(10_000)).as("forgotten").isNull();
  }

  @Test
  void takeCachedTokens_byAThreadThatIsInterrupted_leavesTheLogReadable() throws Exception {
    append("| task 3 | kv cache rm [30, end)\n");
    Thread.currentThread().interrupt();
    assertThat(log.takeCachedTokens(3)).isEqualTo(30);
    assertThat(Thread.interrupted()).isTrue();

    append("| task 4 | kv cache rm [40, end)\n");
    assertThat(log.takeCachedTokens(4)).isEqualTo(40);
  }

  @Test
  void takeCachedTokens_longLog_isReadToItsEnd() throws Exception {
    append("some other line\n".repeat(20_000) + "| task 5 | kv cache rm [3, end)\n");

    assertThat(log.takeCachedTokens(5)).isEqualTo(3);
    assertThat(log.takeCachedTokens(5)).as("asked once").isNull();
  }
}
