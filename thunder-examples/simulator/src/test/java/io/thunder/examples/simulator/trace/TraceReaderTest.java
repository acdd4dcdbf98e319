package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceReaderTest {

  private static final String STEP =
      "{\"new_prompt_tokens\":5,\"output_tokens\":3,\"tool_seconds\":1.5}";
  private static final String GOOD = "{\"id\":\"a\",\"steps\":[" + STEP + "]}";

  @TempDir
  Path folder;

  private List<AgentProgram> read(String... lines) throws IOException, TraceException {
    return TraceReader.read(file(lines)).timed(1);
  }

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("trace.jsonl"), List.of(lines));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void read_plainFile_givesItsPrograms() throws Exception {
    assertThat(read(GOOD, GOOD.replace("\"a\"", "\"b\"")))
        .containsExactly(
            new AgentProgram("a", "", 0, List.of(AgentStep.append(5, 3, 1.5))),
            new AgentProgram("b", "", 0, List.of(AgentStep.append(5, 3, 1.5))));
  }

  @Test
  void read_gzipFileOfAnyName_givesItsPrograms() throws Exception {
    Path file = Files.write(folder.resolve("trace"), gzip(GOOD + "\n" + GOOD));

    assertThat(TraceReader.read(file).programs()).hasSize(2);
  }

  @Test
  void read_blankLinesAndByteOrderMarkAndUnknownFields_areSkipped() throws Exception {
    assertThat(read(
            "\uFEFF" + GOOD.replace("{\"id\"", "{\"t0\":[1,{}],\"id\""),
            "",
            "  ",
            GOOD.replace("1.5", "1.5,\"already_seen_tokens\":4")))
        .hasSize(2);
  }

  @Test
  void read_reset_keepsThePrefix() throws Exception {
    String reset = STEP.replace("}", ",\"reset\":true,\"kept_prefix_tokens\":6}");
    String unknown = STEP.replace("}", ",\"reset\":true}");

    assertThat(read("{\"id\":\"a\",\"steps\":[" + STEP + "," + reset + "," + unknown + "]}")
            .get(0)
            .promptTokens())
        .containsExactly(5, 11, 5);
  }

  @Test
  void read_unknownToolTimes_areDrawnAndReproducible() throws Exception {
    String unknown = STEP.replace("1.5", "null");
    String line = "{\"id\":\"a\",\"source\":\"claude-code/x\",\"steps\":[" + unknown + "," + unknown
        + "," + unknown + "]}";

    List<AgentProgram> programs = read(line);

    assertThat(programs).isEqualTo(read(line));
    assertThat(programs.get(0).steps())
        .noneMatch(step -> Double.isNaN(step.toolSeconds()))
        .last()
        .extracting(AgentStep::toolSeconds)
        .isEqualTo(0.0);
  }

  @Test
  void read_manyKnownToolTimes_areWhatUnknownOnesAreDrawnFrom() throws Exception {
    String steps = (STEP.replace("1.5", "77") + ",").repeat(100) + STEP.replace("1.5", "null");
    String of = "{\"id\":\"a\",\"source\":\"x\",\"steps\":[" + steps + "," + STEP + "]}";

    assertThat(read(of).get(0).steps().get(100).toolSeconds()).isEqualTo(77);
    assertThat(read(of, of.replace("\"x\"", "\"y\"").replace("77", "55")))
        .extracting(program -> program.steps().get(100).toolSeconds())
        .as("other sources have other tools")
        .containsExactly(77.0, 55.0);
  }

  @Test
  void read_subAgentAndToolNames_areKept() throws Exception {
    AgentProgram program = read(GOOD.replace("\"a\"", "\"a\",\"parent\":\"b\",\"parent_step\":2")
            .replace("1.5", "1.5,\"tool\":[\"run\",\"read\"]"))
        .get(0);

    assertThat(program.parent()).isEqualTo(new AgentProgram.Parent("b", 2));
    assertThat(program.steps().get(0).tool()).isEqualTo("run");
    assertThat(read(GOOD).get(0).parent()).isNull();
    assertThat(read(GOOD).get(0).steps().get(0).tool()).isEmpty();
  }

  @Test
  void read_overlappingPrograms_countsAndSkipsThem() throws Exception {
    Path file = file(GOOD, GOOD.replace("{\"id\"", "{\"overlaps\":\"a\",\"id\""));

    Trace trace = TraceReader.read(file);

    assertThat(trace.programs()).hasSize(1);
    assertThat(trace.overlapping()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "hello | not JSON",
        "{\"id\":\"a\" | not JSON: the line ends too early",
        "{'id':1} | not JSON",
        "[1] | not a JSON object",
        "{\"id\":\"a\",\"steps\":[]} {} | not JSON",
        "{\"steps\":[]} | \"id\" is missing",
        "{\"id\":\"\",\"steps\":[]} | \"id\" is missing",
        "{\"id\":7,\"steps\":[]} | \"id\" is not a string",
        "{\"id\":\"a\"} | \"steps\" is missing",
        "{\"id\":\"a\",\"steps\":{}} | \"steps\" is not an array",
        "{\"id\":\"a\",\"steps\":[]} | \"steps\" is empty",
        "{\"id\":\"a\",\"steps\":[5]} | step 1: not a JSON object",
      })
  void read_malformedProgram_saysLineAndReason(String line, String reason) throws IOException {
    Path file = file(GOOD, "", line);

    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith(file + ", line 3: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new_prompt_tokens | \"x\" | is not a number",
        "new_prompt_tokens | null | is null",
        "new_prompt_tokens | -5 | is not between 0 and 100000000",
        "new_prompt_tokens | 1.5 | is not an integer",
        "output_tokens | 1e99 | is not between 0 and 100000000",
        "output_tokens | 1e999999999 | is out of range",
        "output_tokens | true | is not a number",
        "tool_seconds | -1 | is not between 0 and 1.0E9",
        "tool_seconds | [] | is not a number",
        "reset | 1 | is not true or false",
        "kept_prefix_tokens | -1 | is not between 0 and 100000000",
      })
  void read_malformedField_saysStepAndFieldAndReason(String name, String value, String reason)
      throws IOException {
    String fields = "\"new_prompt_tokens\":5,\"output_tokens\":3,\"tool_seconds\":1,"
        + "\"reset\":true,\"kept_prefix_tokens\":1";
    String bad = fields.replaceFirst("\"" + name + "\":[a-z0-9]+", "\"" + name + "\":" + value);
    Path file = file("{\"id\":\"a\",\"steps\":[" + STEP + ",{" + bad + "}]}");

    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessage(file + ", line 1: step 2: \"" + name + "\" " + reason);
  }

  @ParameterizedTest
  @CsvSource({"new_prompt_tokens", "output_tokens", "tool_seconds"})
  void read_fieldMissing_saysWhich(String name) throws IOException {
    Path file = file(GOOD.replace("\"" + name + "\"", "\"other\""));

    assertThatThrownBy(() -> TraceReader.read(file))
        .hasMessage(file + ", line 1: step 1: \"" + name + "\" is missing");
  }

  @Test
  void read_fileWithoutPrograms_saysSo() throws IOException {
    Path file = file("", "");

    assertThatThrownBy(() -> TraceReader.read(file)).hasMessage(file + ": holds no programs");
  }

  @Test
  void read_noSuchFileOrFolder_saysSo() {
    assertThatThrownBy(() -> TraceReader.read(folder.resolve("x")))
        .hasMessage(folder.resolve("x") + ": no such file");
    assertThatThrownBy(() -> TraceReader.read(folder)).hasMessage(folder + ": is a directory");
  }

  @Test
  void read_gzipCutOff_saysSo() throws IOException {
    byte[] whole = gzip((GOOD + "\n").repeat(100));
    Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 12));

    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("the compressed data ends too early");
  }

  @Test
  void read_gzipDamaged_saysSo() throws IOException {
    byte[] damaged = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1};
    Path file = Files.write(folder.resolve("bad.gz"), damaged);

    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("the compressed data is damaged");
  }

  @Test
  void read_notUtf8_saysLine() throws IOException {
    Path file = Files.write(folder.resolve("x"), new byte[] {'\n', (byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> TraceReader.read(file)).hasMessage(file + ", line 2: not UTF-8");
  }
}
