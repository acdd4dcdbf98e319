package io.thunder.examples.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the report of a small sweep with the one in version control, so that a change of any
 * policy, workload or engine shows what it does. {@code -Dthunder.golden=rewrite} writes it anew.
 */
final class GoldenReportTest {

  private static final Path GOLDEN = Path.of("docs", "report.txt");
  private static final String REWRITE = "rewrite";

  private static final String SWEEP = "--workload swe-glm-96,openhands-glm-48,prompt-burst"
      + " --policy all --seeds 2 --warmup 1 --minutes 4 --report ";

  @TempDir
  Path folder;

  @Test
  void report_smallSweep_isAsInVersionControl() throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream sink = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);

    int code = Simulate.run((SWEEP + folder).split(" "), sink, errors, false, () -> false);

    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    String report = Files.readString(folder.resolve("report.txt"));
    if (REWRITE.equals(System.getProperty("thunder.golden"))) {
      Files.writeString(GOLDEN, report);
    }
    assertThat(report)
        .as("the report of simulate %s; -Dthunder.golden=%s writes %s anew", SWEEP, REWRITE, GOLDEN)
        .isEqualTo(Files.readString(GOLDEN));
  }
}
