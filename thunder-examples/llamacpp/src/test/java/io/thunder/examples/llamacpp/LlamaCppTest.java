package io.thunder.examples.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class LlamaCppTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = LlamaCpp.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Test
  void help_namesTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--port", "--model", "--slots", "--slot-tokens", "--threads", "--seed")
        .doesNotContain(LlamaCpp.CHILD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slots 0 | slots must be from 1 to 64, was 0",
        "--slot-tokens 100 | slot tokens must be from 256 to 131072, was 100",
        "--threads -1 | threads must be from 1 to 512, was -1",
        "--port 70000 | port must be from 0 to 65535, was 70000",
        "--model huge | unknown model size 'huge', known are tiny, small",
        "--foo | Unknown option: '--foo'",
      })
  void run_wrongOption_saysWhyInOneLine(String args, String reason) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("llamacpp: " + reason).hasLineCount(1);
  }
}
