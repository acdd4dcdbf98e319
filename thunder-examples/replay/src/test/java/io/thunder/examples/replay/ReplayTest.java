package io.thunder.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.replay.run.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayTest {

  private static final String[] TINY = {
    "--programs", "6", "--fill", "0", "--minutes", "2", "--speed", "30"
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StopSignal stop = new StopSignal();

  @TempDir
  Path folder;

  private int run(String... args) {
    return Replay.run(args, stream(out), stream(err), false, stop);
  }

  private int runTiny(String... more) {
    String[] args = new String[TINY.length + more.length];
    System.arraycopy(TINY, 0, args, 0, TINY.length);
    System.arraycopy(more, 0, args, TINY.length, more.length);
    return run(args);
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

  private void assertOneLine(String line) {
    assertThat(err()).isEqualTo("replay: " + line + System.lineSeparator());
  }

  @Test
  void run_help_namesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .contains("--trace", "--workload", "--programs", "--policy", "--engine", "--backends")
        .contains("--port", "--speed", "--backend=", "--fill", "--minutes", "--seed")
        .contains("--json", "--chart", "--repeat", "llamacpp", "Default: 96,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--programs 0 | --programs must be from 1 to 100,000, was 0",
        "--programs x | Invalid value for option '--programs': 'x' is not an int",
        "--foo | Unknown option: '--foo'",
        "foo | Unmatched argument at index 0: 'foo'",
        "--speed 0 | --speed must be from 0.01 to 1,000, was 0",
        "--minutes NaN | --minutes must be from 0.1 to 100,000, was NaN",
        "--backends 65 | --backends must be from 1 to 64, was 65",
        "--port 70000 | --port must be from 1 to 65,535, was 70,000",
        "--port 65535 --backends 2 | --port 65535 leaves no ports for 2 engines",
        "--engine foo | unknown engine preset 'foo', known are",
        "--engine llamacpp --speed 2 | --engine llamacpp and --speed exclude each other",
        "--repeat 0 | --repeat must be from 1 to 100, was 0",
        "--workload foo | unknown workload 'foo', known are mini-swe, claude-code",
        "--policy foo | unknown policy 'foo', known are passThrough, published",
        "--policy thunder,thunder | policy 'thunder' is given twice",
        "--trace no-such-file | no-such-file: no such file",
        "--trace x --workload mini-swe | --trace and --workload exclude each other",
        "--backend http://h:1 --speed 2 | --backend and --speed exclude each other",
        "--backend http://h:1 --engine glm | --backend and --engine exclude each other",
        "--backend http://h:1 --engine-speeds 1 | --backend and --engine-speeds exclude each other",
        "--backends 2 --engine-speeds 1 | --backends and --engine-speeds exclude each other",
        "--engine llamacpp --engine-speeds 1 | --engine llamacpp and --engine-speeds exclude each",
        "--engine-speeds 1,0 | --engine-speeds must be from 0.01 to 100, was 0",
        "--backend foo | --backend: not an absolute http(s) URL: foo",
        "--backend http://h:1,http://h:1 | backend http://h:1 is given twice",
        "--json no-such-folder/x.json | cannot write no-such-folder/x.json: no such folder",
        "--chart . | cannot write .: Is a directory",
      })
  void run_wrongInput_saysWhyInOneLine(String args, String reason) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err()).startsWith("replay: " + reason).hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void run_malformedTrace_saysLineAndReason() throws IOException {
    Path trace = Files.writeString(folder.resolve("t.jsonl"), "\n{\"id\":\"a\",\"steps\":[]}\n");

    assertThat(run("--trace", trace.toString())).isEqualTo(2);
    assertOneLine(trace + ", line 2: \"steps\" is empty");
  }

  @Test
  void run_traceLongerThanTheEngineAllows_saysSo() throws IOException {
    Path trace = Files.writeString(
        folder.resolve("t.jsonl"),
        "{\"id\":\"a\",\"steps\":[{\"new_prompt_tokens\":900000,\"output_tokens\":1,"
            + "\"tool_seconds\":0}]}");

    assertThat(run("--trace", trace.toString())).isEqualTo(2);
    assertOneLine("no program fits: all start with more than 202,688 tokens");
  }

  @Test
  void run_portInUse_saysSo() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = used.getLocalPort();

      assertThat(runTiny("--port", String.valueOf(port))).isEqualTo(1);
      assertOneLine("cannot listen on 127.0.0.1:" + port + ", the port is in use");
    }
  }

  @Test
  void run_routingOnUnlikeEngines_comparesThePoliciesAsked() {
    int code = runTiny(
        "--engine", "q8", "--engine-speeds", "1,0.5", "--policy", "leastLoad,stickyConsistentHash");

    assertThat(code).as(err()).isZero();
    assertThat(out())
        .contains("2 x ", " at speeds [1.0, 0.5]")
        .containsPattern("(?m)^leastLoad +[1-9]")
        .containsPattern("(?m)^stickyConsistentHash +[1-9]");
  }

  @Test
  void run_backendThatDoesNotAnswer_saysSo() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;

    assertThat(run("--backend", url)).isEqualTo(1);
    assertThat(err())
        .startsWith("replay: backend " + url + " does not answer: ")
        .hasLineCount(1);
  }

  @Test
  void run_tinyReplay_reportsAllPolicies() throws IOException {
    Path json = folder.resolve("r.json");
    Path chart = folder.resolve("r.html");

    int exit = runTiny("--json", json.toString(), "--chart", chart.toString());

    assertThat(exit).as(err()).isZero();

    assertThat(out()).contains("6 mini-swe programs", "passThrough", "published", "thunder");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.getAsJsonArray("policies"))
        .extracting(policy -> policy.getAsJsonObject().get("name").getAsString())
        .containsExactly("passThrough", "published", "thunder");
    assertThat(report.getAsJsonArray("policies"))
        .extracting(JsonElement::getAsJsonObject)
        .allSatisfy(
            policy -> assertThat(policy.get("stepsPerMinute").getAsDouble()).isPositive());
    assertThat(chart).content().contains("<svg ", "6 mini-swe programs");
  }

  @Test
  void run_tinyTraceOnTwoEngines_replaysIt() throws IOException {
    String step = "{\"new_prompt_tokens\":900,\"output_tokens\":20,\"tool_seconds\":0.1}";
    String reset = step.replace("}", ",\"reset\":true,\"kept_prefix_tokens\":300}");
    Path trace = Files.writeString(
        folder.resolve("t.jsonl"),
        "{\"id\":\"a\",\"steps\":[" + step + "," + step + "," + reset + "," + step + "]}\n");

    int exit = runTiny("--trace", trace.toString(), "--policy", "thunder", "--backends", "2");

    assertThat(exit).as(err()).isZero();

    assertThat(out()).contains("thunder").doesNotContain("failed");
  }

  @Test
  void run_repeated_takesTurnsAndReportsMeans() throws IOException {
    Path json = folder.resolve("r.json");

    int exit =
        run(("--programs 4 --fill 0 --minutes 1 --speed 30 --policy thunder,passThrough --repeat 2"
                + " --json " + json)
            .split(" "));

    assertThat(exit).as(err()).isZero();
    assertThat(out().lines().filter(line -> line.matches("(thunder|passThrough) .*x")))
        .extracting(line -> line.replaceAll("  .*", ""))
        .containsExactly(
            "thunder #1",
            "passThrough #1",
            "thunder #2",
            "passThrough #2",
            "thunder mean",
            "passThrough mean");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.getAsJsonArray("policies")).hasSize(2);
    assertThat(report.getAsJsonArray("runs"))
        .extracting(run -> run.getAsJsonObject().get("round").getAsInt())
        .containsExactly(1, 1, 2, 2);
  }

  @Test
  void run_tinyLlamacpp_drivesARealEngine() {
    int exit =
        run("--engine", "llamacpp-tiny", "--fill", "0", "--minutes", "0.2", "--policy", "thunder");

    assumeFalse(err().contains("does not load on this platform"), err());
    assertThat(exit).as(err()).isZero();
    assertThat(out())
        .contains("8 mini-swe-small programs on 1 x llamacpp-tiny (4 slots of 1,024 tokens)")
        .containsPattern("thunder +[0-9.]+ +[0-9.]+ %")
        .doesNotContain("failed");
  }

  @Test
  void run_llamacppPortInUse_saysSo() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(used.getLocalPort());

      assertThat(run("--engine", "llamacpp-tiny", "--port", port)).isEqualTo(1);
      assertThat(err()).contains("cannot listen on 127.0.0.1:" + port).hasLineCount(1);
    }
  }

  @Test
  void run_stoppedBeforeAnything_saysSo() {
    stop.stop();

    assertThat(runTiny()).isZero();
    assertThat(out()).contains("stopped before anything was measured");
  }
}
