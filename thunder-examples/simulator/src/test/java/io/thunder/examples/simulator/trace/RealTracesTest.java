package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads the recorded traces, which lie next to the repository where there are any; they are not part
 * of it.
 */
final class RealTracesTest {

  /** Tests run in the module's folder. */
  private static final Path FOLDER = Path.of("../../../shared/data/traces");

  @ParameterizedTest
  @ValueSource(strings = {"agent-programs.jsonl.gz", "agent-runs.jsonl.gz"})
  void read_recordedTraces_givesProgramsOfAllKinds(String name) throws TraceException {
    Path file = FOLDER.resolve(name);
    assumeThat(Files.exists(file))
        .as("no recorded traces in %s", FOLDER.toAbsolutePath().normalize())
        .isTrue();

    List<AgentProgram> programs = TraceReader.read(file).timed(1);

    assertThat(programs).hasSizeGreaterThan(500);
    assertThat(programs)
        .flatExtracting(AgentProgram::steps)
        .noneMatch(step -> Double.isNaN(step.toolSeconds()))
        .anyMatch(AgentStep::reset);
  }
}
