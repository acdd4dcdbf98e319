package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a trace. */
final class TraceFuzzTest {

  /** Recorded programs, where they are present; for fuzzing only. */
  private static final Path RECORDED =
      Path.of("../../../shared/data/traces/agent-programs.jsonl.gz");

  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private static final byte GZIP_MAGIC = 0x1f;

  private static final int RECORDED_MAX = 20;
  private static final int SEED_CHARS_MAX = 4_096;

  @TempDir
  static Path folder;

  static Stream<byte[]> recorded() throws IOException {
    if (System.getenv("JAZZER_FUZZ") == null || !Files.exists(RECORDED)) {
      return Stream.empty();
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(RECORDED)), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.length() <= SEED_CHARS_MAX)
          .limit(RECORDED_MAX)
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList()
          .stream();
    }
  }

  @MethodSource("recorded")
  @DictionaryFile(resourcePath = "trace.dict")
  @FuzzTest
  void read(byte[] bytes) throws Exception {
    Trace trace;
    try {
      trace = read("trace", bytes);
    } catch (TraceException e) {
      assertThat(e).hasMessageStartingWith(folder.resolve("trace").toString());
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
      assertThat(e.line()).isNotNegative();
      return;
    }
    assertThat(read("again", bytes)).isEqualTo(trace);
    if (bytes[0] != GZIP_MAGIC) {
      assertThat(read("compressed", gzip(bytes))).isEqualTo(trace);
    }
    assertThat(read("written", written(trace.programs())).programs()).isEqualTo(trace.programs());
    List<AgentProgram> timed = trace.timed(1);
    assertThat(timed).hasSameSizeAs(trace.programs()).isEqualTo(trace.timed(1));
    for (AgentProgram program : timed) {
      assertThat(program.steps()).allMatch(step -> step.toolSeconds() >= 0);
      assertThat(Arrays.stream(program.promptTokens())).allMatch(tokens -> tokens >= 0);
    }
  }

  private static Trace read(String name, byte[] bytes) throws IOException, TraceException {
    return TraceReader.read(Files.write(folder.resolve(name), bytes));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static byte[] written(List<AgentProgram> programs) {
    List<String> lines = new ArrayList<>();
    programs.forEach(program -> lines.add(GSON.toJson(json(program))));
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject json(AgentProgram program) {
    JsonObject json = new JsonObject();
    json.addProperty("id", program.id());
    json.addProperty("source", program.source());
    if (program.parent() != null) {
      json.addProperty("parent", program.parent().id());
      json.addProperty("parent_step", program.parent().step());
    }
    JsonArray steps = new JsonArray();
    program.steps().forEach(step -> steps.add(json(step)));
    json.add("steps", steps);
    return json;
  }

  private static JsonObject json(AgentStep step) {
    JsonObject json = new JsonObject();
    json.addProperty("new_prompt_tokens", step.newPromptTokens());
    json.addProperty("output_tokens", step.outputTokens());
    json.addProperty("tool_seconds", Double.isNaN(step.toolSeconds()) ? null : step.toolSeconds());
    json.addProperty("reset", step.reset());
    json.addProperty("kept_prefix_tokens", step.keptTokens());
    JsonArray tool = new JsonArray();
    tool.add(step.tool());
    json.add("tool", tool);
    return json;
  }
}
