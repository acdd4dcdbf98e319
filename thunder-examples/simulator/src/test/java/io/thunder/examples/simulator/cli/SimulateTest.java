package io.thunder.examples.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulateTest {

  private static final String TINY = "--workload swe-glm-96 --programs 6 --warmup 0 --minutes 2 ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private boolean stopped;

  @TempDir
  Path folder;

  private int run(String args) {
    return Simulate.run(args.split(" "), stream(out), stream(err), false, () -> stopped);
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
  void run_help_namesEveryOptionAndGivesExamples() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .contains("--workload", "--policy", "--condition", "--seeds", "--seed", "--programs")
        .contains("--engines", "--minutes", "--warmup", "--threads", "--json", "--list")
        .contains("--trace", "--engine-kind", "--preset", "--ablations", "--calibrate", "--report")
        .contains("Examples:", "Exit codes:");
  }

  @Test
  void run_list_namesEverything() {
    assertThat(run("--list")).isZero();
    assertThat(out()).contains("swe-glm-96", "vllm", "thunder", "metrics-missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--programs 0 | --programs must be from 1 to 100,000, was 0",
        "--programs x | Invalid value for option '--programs': 'x' is not an int",
        "--foo | Unknown option: '--foo'",
        "--minutes NaN | --minutes must be from 0.1 to 100,000, was NaN",
        "--warmup -1 | --warmup must be from 0.0 to 100,000, was -1",
        "--engines 0 | --engines must be from 1 to 1,024, was 0",
        "--engines 2 --engine-speeds 1 | --engines and --engine-speeds exclude each other",
        "--engine-speeds 1,0 | --engine-speeds must be from 0.01 to 100, was 0",
        "--threads 0 | --threads must be from 1 to 1,024, was 0",
        "--seeds 0 | --seeds must be from 1 to 10,000, was 0",
        "--seeds 2 --seed 1 | --seed and --seeds exclude each other",
        "--workload foo | unknown workload 'foo', known are swe-glm-96,",
        "--policy foo | unknown policy 'foo', known are vllm,",
        "--condition foo | unknown condition 'foo', known are clean, capacity-20",
        "--engine-kind foo | unknown engine kind 'foo', known are vllm, sglang",
        "--preset foo | unknown engine preset 'foo', known are",
        "--trace no-such-file | no-such-file: no such file",
        "--trace x --workload paper | --trace and --workload exclude each other",
        "--workload prompt-burst --programs 3 | --programs: prompt-burst has no fixed number",
        "--report pom.xml | cannot write into pom.xml",
        "--json no-such-folder/x.json | cannot write no-such-folder/x.json: no such folder",
      })
  void run_wrongInput_saysWhyInOneLine(String args, String reason) {
    assertThat(run(args)).isEqualTo(2);
    assertThat(err()).startsWith("simulate: " + reason).hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void run_twoPolicies_printsAndWritesTheRows() throws IOException {
    Path json = folder.resolve("r.json");

    int code = run(TINY + "--policy vllm,thunder --seeds 2 --json " + json);

    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("swe-glm-6  vllm", "swe-glm-6  thunder", "1.00x");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.keySet()).containsExactly("rows");
    assertThat(report.getAsJsonArray("rows"))
        .extracting(row -> row.getAsJsonObject().get("policy").getAsString())
        .containsExactly("vllm", "thunder");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void run_oneSeed_givesTheSameEveryTime() {
    run(TINY + "--policy thunder --seed 7");
    String first = out();
    out.reset();
    run(TINY + "--policy thunder --seed 7 --threads 1");

    assertThat(out()).isEqualTo(first).contains("swe-glm-6");
  }

  @Test
  void run_stoppedBeforeAnything_saysSo() {
    stopped = true;

    assertThat(run(TINY + "--policy vllm")).isZero();
    assertThat(err()).contains("stopped with 0 of");
    assertThat(out()).isEmpty();
  }

  @Test
  void run_anotherEngineKind_givesAnotherResult() {
    run(TINY + "--policy vllm --seed 1");
    String vllm = out();
    out.reset();

    assertThat(run(TINY + "--policy vllm --seed 1 --engine-kind sglang")).isZero();
    assertThat(out()).contains("swe-glm-6").isNotEqualTo(vllm);
  }

  @Test
  void run_slowerEngine_getsLessDone() {
    String json = folder.resolve("r.json").toString();
    String args = TINY + "--seed 1 --policy routing --json " + json + " --engine-speeds ";
    double fast = slowest(args + "1,1", json);

    double skewed = slowest(args + "1,0.1", json);

    assertThat(out()).contains("passThrough", "leastLatency", "stickyConsistentHash");
    assertThat(skewed).isPositive().isLessThan(fast);
  }

  /** Runs, and returns the lowest throughput of all policies. */
  private double slowest(String args, String json) {
    assertThat(run(args)).as(err()).isZero();
    try {
      return JsonParser.parseString(Files.readString(Path.of(json)))
          .getAsJsonObject()
          .getAsJsonArray("rows")
          .asList()
          .stream()
          .mapToDouble(row -> row.getAsJsonObject().get("stepsPerMinute").getAsDouble())
          .min()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void run_trace_replaysItsPrograms() throws IOException {
    String step = "{\"new_prompt_tokens\":900,\"output_tokens\":20,\"tool_seconds\":0.1}";
    Path trace = Files.writeString(
        folder.resolve("t.jsonl"), "{\"id\":\"a\",\"steps\":[" + step + "," + step + "]}\n");

    int code = run("--policy vllm --seed 1 --minutes 1 --warmup 0 --programs 3 --trace " + trace);

    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("t.jsonl-3");
  }

  @Test
  void run_calibrate_showsModelAndPaper() {
    int code = run("--calibrate --workload swe-glm-96 --seed 1 --minutes 1 --warmup 0");

    assertThat(code).as(err()).isZero();
    assertThat(out())
        .contains("swe-glm-24", "221.9", "swe-glm-96/capacity+30", "collapses at")
        .contains("glm-4.6-8xh100", "1,150,000")
        .doesNotContain("openhands-glm-96");
  }
}
