package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces that hold more than memory does: small files, since gzip shortens them a thousandfold. */
final class HostileTraceTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Some copies of the longest line: its bytes, its characters, and buffers that grew. */
  private static final long ALLOCATED_MAX = 100L << 20;

  private static final String STEP =
      "{\"new_prompt_tokens\":1,\"output_tokens\":1,\"tool_seconds\":1}";

  @TempDir
  Path folder;

  /** Writes a gzip file of a beginning and so many megabytes of something. */
  private Path bomb(String beginning, String more, int megabytes) throws IOException {
    byte[] block = more.repeat((1 << 20) / more.length()).getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("bomb.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(beginning.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < megabytes; i++) {
        out.write(block);
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "[", "{\"a\":", "\"a\","})
  void read_lineThatHardlyEnds_isRefusedAtTheBound(String more) throws IOException {
    Path file = bomb("{\"id\":\"a\",\"x\":[", more, 64);

    assertRefused(file, ", line 1: longer than 8388608 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void read_deepNesting_isRefused(String open) throws IOException {
    Path file = folder.resolve("deep");
    Files.writeString(file, "{\"id\":\"a\",\"x\":" + open.repeat(100_000));

    assertRefused(file, ", line 1: not JSON");
  }

  @Test
  void read_programsWithEndlessNames_areRefused() throws IOException {
    String name = "n".repeat(4 << 20);
    Path file = folder.resolve("names.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      String line = "{\"id\":\"" + name + "\",\"steps\":[" + STEP + "]}\n";
      for (int i = 0; i < 12; i++) {
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }

    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessage(file + ", line 12: more than 50000000 characters of names in the file");
  }

  private static void assertRefused(Path file, String reason) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith(file + reason);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated")
        .isLessThan(ALLOCATED_MAX);
  }
}
