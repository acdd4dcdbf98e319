package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BenchmarksTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void list_namesEveryBenchmark() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString().lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly(
            "admission",
            "contention",
            "chat",
            "openloop",
            "stream",
            "handover",
            "memory",
            "selfcheck");
  }

  @Test
  void help_explainsEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("NAME", "--json", "--quick", "--check", "--list", "Exit status");
  }

  @Test
  void name_unknown_oneLineAndStatus2() {
    assertThat(run("memory", "latency")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "bench: no benchmark is called latency; there are admission, contention, chat,"
                + " openloop, stream, handover, memory, selfcheck (bench --help shows the usage)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void option_unknown_oneLineAndStatus2() {
    assertThat(run("--slow")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--slow");
  }

  @Test
  void json_folderMissing_refusedBeforeAnythingIsMeasured(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("figures.json");
    assertThat(run("--json", file.toString(), "memory")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("cannot write");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void json_isFolder_refused(@TempDir Path folder) {
    assertThat(run("--json", folder.toString(), "memory")).isEqualTo(2);
  }

  private int run(String... args) {
    CommandLine line = Benchmarks.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
