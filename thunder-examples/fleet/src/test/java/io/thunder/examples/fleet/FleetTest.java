package io.thunder.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.replay.run.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FleetTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  Path folder;

  @Test
  void failover_shortRun_losesNothingAndStormsNobody() throws IOException {
    Path json = folder.resolve("failover.json");
    run("failover --workload mini-swe-small --programs 32 --steps 3 --engine qwen --speed 40"
        + " --fill 80 --down 20 --watch 12 --json " + json);

    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    // How soon machine and scheduler are, and so the load, is measured on a quiet machine only.
    assertThat(report.getAsJsonArray("verdicts"))
        .as(out())
        .hasSize(7)
        .filteredOn(
            verdict -> !verdict.getAsJsonObject().get("name").getAsString().contains("within"))
        .hasSize(5)
        .allSatisfy(verdict ->
            assertThat(verdict.getAsJsonObject().get("passed").getAsBoolean()).isTrue());
    assertThat(out())
        .contains("seconds after the return")
        .as("programs that were moved away")
        .doesNotContain("MISSED  none seen");
  }

  @Test
  void ranks_shortRun_areAsGoodAsServersIfNamed() {
    assertThat(run("ranks --workload mini-swe-small --programs 24 --total 32 --steps 3 --speed 40"))
        .as("%s", out())
        .isZero();
    assertThat(out())
        .contains("servers of their own", "ranks named by Thunder", "spread by its server");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failover --programs 0 | fleet failover: --programs must be from 1 to 10,000, was 0",
        "failover --engines 1 | fleet failover: --engines must be from 2 to 64, was 1",
        "failover --engine abacus | fleet failover: unknown engine preset 'abacus', known are",
        "failover --workload rain | fleet failover: unknown workload 'rain', known are",
        "failover --json /no/such/x | fleet failover: cannot write /no/such/x: no such folder",
        "ranks --ranks 1 | fleet ranks: --ranks must be from 2 to 64, was 1",
        "ranks --total 10 | fleet ranks: --total must be from 96 to 10,000, was 10",
        "flood | fleet: no such measurement: flood",
      })
  void run_wrongOptions_complainsInOneLine(String args, String complaint) {
    assertThat(run(args)).isEqualTo(2);
    assertThat(err()).startsWith(complaint).hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void run_help_namesEveryMeasurementAndOption() {
    assertThat(run("--help")).isZero();
    assertThat(run("failover --help")).isZero();
    assertThat(run("ranks --help")).isZero();
    assertThat(out()).contains("failover", "ranks", "--programs", "--json", "--seed", "--total");
  }

  private int run(String args) {
    return Fleet.run(args.split(" "), stream(out), stream(err), new StopSignal());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
