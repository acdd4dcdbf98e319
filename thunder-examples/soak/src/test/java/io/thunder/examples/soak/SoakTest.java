package io.thunder.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.soak.check.Timings;
import io.thunder.examples.soak.fault.FaultGroup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoakTest {

  /** Short enough for a test; the slack is for busy machines and costs nothing on others. */
  private static final Timings SHORT = new Timings(
      Duration.ofSeconds(1),
      Duration.ofSeconds(5),
      Duration.ofSeconds(5),
      Duration.ofSeconds(1),
      Duration.ofSeconds(2),
      Duration.ofMillis(500),
      Duration.ofSeconds(2),
      Duration.ofSeconds(30));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StopSignal stop = new StopSignal();

  @TempDir
  Path folder;

  private int run(String... args) {
    return Soak.run(args, stream(out), stream(err), false, stop);
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

  @Test
  void run_help_namesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .contains(
            "--programs", "--minutes", "--speed", "--faults", "--seed", "--backends", "--json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--programs 0 | --programs must be from 1 to 100,000, was 0",
        "--programs x | Invalid value for option '--programs': 'x' is not an int",
        "--minutes 0 | --minutes must be from 0.01 to 10,000, was 0",
        "--speed NaN | --speed must be from 1 to 1,000, was NaN",
        "--backends 65 | --backends must be from 1 to 64, was 65",
        "--faults rain | unknown faults 'rain', known are answers, metrics, restarts",
        "--faults none,callers | unknown faults 'none'",
        "--json /no/such/folder/x.json | cannot write /no/such/folder/x.json: no such folder",
        "--foo | Unknown option: '--foo'",
        "foo | Unmatched argument at index 0: 'foo'",
      })
  void run_wrongOptions_complainsInOneLine(String args, String complaint) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err()).startsWith("soak: " + complaint).hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void run_withAllFaults_losesNothing() throws Exception {
    Path json = folder.resolve("soak.json");
    SoakPlan plan = new SoakPlan(
        64,
        Duration.ofSeconds(5),
        /* rests= */ 0,
        /* speed= */ 10,
        EnumSet.allOf(FaultGroup.class),
        /* seed= */ 1,
        /* backends= */ 3,
        SHORT,
        OutputFile.at(json));
    boolean clean = new SoakSession(plan, stream(out), stream(err), false, stop).run();
    assertThat(clean).as(out()).isTrue();
    assertThat(out()).contains("nothing was lost").doesNotContain("LOST", "so far");
    assertThat(err()).contains("soaking", "ended", "turns/s");

    JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(result.get("clean").getAsBoolean()).isTrue();
    assertThat(result.getAsJsonObject("figures").get("turns answered").getAsLong())
        .isPositive();
    assertThat(result.getAsJsonObject("faults").keySet())
        .as("what seed 1 draws for its first turns")
        .contains("cancelled", "several");
    assertThat(result.getAsJsonArray("verdicts").size()).isGreaterThan(10);
  }

  @Test
  void run_withRests_goesOnAfterEach() throws Exception {
    Path json = folder.resolve("soak.json");
    SoakPlan plan = new SoakPlan(
        32,
        Duration.ofSeconds(4),
        /* rests= */ 2,
        /* speed= */ 10,
        EnumSet.of(FaultGroup.CALLERS),
        /* seed= */ 1,
        /* backends= */ 2,
        SHORT,
        OutputFile.at(json));
    boolean clean = new SoakSession(plan, stream(out), stream(err), false, stop).run();
    assertThat(clean).as(out()).isTrue();
    assertThat(err()).contains("resting");

    JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    JsonArray heap = result.getAsJsonArray("heap");
    assertThat(heap).hasSize(2);
    JsonObject first = heap.get(0).getAsJsonObject();
    JsonObject second = heap.get(1).getAsJsonObject();
    assertThat(first.get("turns").getAsLong()).isPositive();
    assertThat(second.get("turns").getAsLong()).isGreaterThan(first.get("turns").getAsLong());
    assertThat(second.get("bytes").getAsLong()).isPositive();
  }

  @Test
  void run_stopped_reportsWhatItHas() throws Exception {
    stop.stop();
    SoakPlan plan = new SoakPlan(
        8,
        Duration.ofMinutes(10),
        /* rests= */ 0,
        /* speed= */ 10,
        EnumSet.noneOf(FaultGroup.class),
        /* seed= */ 1,
        /* backends= */ 1,
        SHORT,
        null);
    assertThat(new SoakSession(plan, stream(out), stream(err), false, stop).run())
        .isTrue();
    assertThat(out()).contains("ended early; nothing was lost so far");
  }
}
