package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceSourceTest {

  /** Tests run in the module's folder; recorded traces lie next to the repository, if anywhere. */
  private static final Path RECORDED = Path.of("../../../shared/data/traces");

  private static final String PARENT = program(
      "p",
      "",
      step(1000, 50, "2.5", ",\"tool\":[\"bash\"]"),
      step(300, 20, "30", ""),
      step(40, 0, "null", ",\"reset\":true,\"kept_prefix_tokens\":600"));

  @TempDir
  Path folder;

  @Test
  void plan_steps_becomeTurnsWithResetsAndTools() throws Exception {
    List<Turn> turns = source(PARENT).plan(1, 0).turns();

    assertThat(turns)
        .containsExactly(
            new Turn(1000, 0, 50, "bash", 2_500_000_000L),
            new Turn(1350, 1050, 20, "", 30_000_000_000L),
            new Turn(640, 600, 1, "", 0));
  }

  @Test
  void plan_subAgents_areInsideTheTurnThatStartedThem() throws Exception {
    String parent = ",\"parent\":\"p\",\"parent_step\":1";
    ProgramSource source = source(
        PARENT,
        program("c", parent, step(70, 7, "1", "")),
        program("d", parent, step(80, 8, "1", "")));

    Turn fork = source.plan(1, 0).turns().get(1);

    assertThat(fork.toolNanos()).as("the sub-agents are the tool").isZero();
    assertThat(fork.subAgents())
        .extracting(child -> child.plan().turns().get(0).promptTokens())
        .containsExactly(70, 80);
    assertThat(source.plan(1, 1).turns())
        .as("no others")
        .isEqualTo(source.plan(1, 0).turns());
  }

  @Test
  void plan_subAgentWithoutItsParent_isAProgram() throws Exception {
    String orphan = ",\"parent\":\"gone\",\"parent_step\":1";

    assertThat(source(program("c", orphan, step(70, 7, "1", ""))).plan(1, 0).turns())
        .hasSize(1);
  }

  @Test
  void plan_longContext_endsBeforeTheEngineRefusesIt() throws Exception {
    Path file = file(PARENT, program("long", "", step(300_000, 9, "1", "")));
    ProgramSource source = Scenario.ofTrace(
            file, EnginePresets.QWEN3_14B_H100.withCapacityTokens(1_360), 2)
        .source();

    assertThat(source.plan(1, 0).turns()).hasSize(1);
    assertThat(source.plan(1, 1).turns()).hasSize(1);
  }

  @Test
  void ofTrace_nothingFits_isRefused() throws Exception {
    Path file = file(program("long", "", step(300_000, 9, "1", "")));

    assertThatThrownBy(() -> Scenario.ofTrace(file, EnginePresets.GLM, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("202752");
  }

  @Test
  void plan_rounds_haveEachProgramOnceInAnOrderOfTheSeed() throws Exception {
    String[] lines = IntStream.range(1, 31)
        .mapToObj(i -> program("p" + i, "", step(i, 1, "1", "")))
        .toArray(String[]::new);
    ProgramSource source = source(lines);

    assertThat(prompts(source, 1, 0)).isEqualTo(prompts(source, 1, 0));
    assertThat(prompts(source, 1, 0)).isNotEqualTo(prompts(source, 1, 30));
    assertThat(prompts(source, 1, 0)).isNotEqualTo(prompts(source, 2, 0));
    assertThat(prompts(source, 1, 30)).doesNotHaveDuplicates().hasSize(30);
    assertThat(source.plan(1, 45).index()).isEqualTo(45);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent-programs.jsonl.gz", "agent-runs.jsonl.gz"})
  void ofTrace_recordedTraces_runOnAnEngine(String name) throws Exception {
    Path file = RECORDED.resolve(name);
    assumeThat(Files.exists(file))
        .as("no recorded traces in %s", RECORDED.toAbsolutePath().normalize())
        .isTrue();
    Scenario scenario = Scenario.ofTrace(file, EnginePresets.GLM, 48)
        .lasting(Duration.ZERO, Duration.ofMinutes(10));

    Set<ProgramPlan> distinct = IntStream.range(0, 500)
        .mapToObj(index -> scenario.source().plan(1, index))
        .collect(Collectors.toSet());
    RunResult result = LabRun.run(scenario, Contenders.VLLM, Condition.CLEAN, 1);

    assertThat(distinct).hasSize(500);
    assertThat(result.turns()).isGreaterThan(100);
  }

  private static List<Integer> prompts(ProgramSource source, long seed, int first) {
    return IntStream.range(first, first + 30)
        .mapToObj(index -> source.plan(seed, index).turns().get(0).promptTokens())
        .toList();
  }

  private ProgramSource source(String... lines) throws Exception {
    return Scenario.ofTrace(file(lines), EnginePresets.GLM, 1).source();
  }

  private Path file(String... lines) throws Exception {
    return Files.write(folder.resolve("trace.jsonl"), List.of(lines));
  }

  private static String program(String id, String more, String... steps) {
    return "{\"id\":\"" + id + "\"" + more + ",\"steps\":[" + String.join(",", steps) + "]}";
  }

  private static String step(int prompt, int output, String seconds, String more) {
    return "{\"new_prompt_tokens\":" + prompt + ",\"output_tokens\":" + output
        + ",\"tool_seconds\":" + seconds + more + "}";
  }
}
