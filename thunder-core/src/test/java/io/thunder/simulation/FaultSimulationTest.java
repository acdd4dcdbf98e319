package io.thunder.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole clients under faults. More seeds: {@code -Dthunder.seeds=100000}; one of them: {@code
 * -Dthunder.seed=42}, up to a step: {@code -Dthunder.steps=17}. For so long as one likes: {@code mvn
 * -B -P simulation -pl thunder-core test -Dthunder.minutes=10}.
 */
final class FaultSimulationTest {

  private static final int STEPS = Integer.getInteger("thunder.steps", 1_000);
  private static final long FIRST = Long.getLong("thunder.firstSeed", 0);
  private static final long SEEDS = 3_000;

  /** In minutes: as long as the seeds take. */
  private static final double ANY_TIME = 1e6;

  /** Seeds that it takes to see every fault there is. */
  private static final long SEEDS_FOR_ALL_FAULTS = 200;

  @Test
  void run_underFaults_breaksNoInvariantAndRecovers() {
    Long only = Long.getLong("thunder.seed");
    long first = only == null ? FIRST : only;
    long seeds = only == null ? Long.getLong("thunder.seeds", SEEDS) : 1;

    Totals totals = new Campaign(first, seeds, STEPS, ANY_TIME).run();

    assertThat(totals.seeds()).isEqualTo(seeds);
    if (seeds >= SEEDS_FOR_ALL_FAULTS) {
      Set<Fault> never = EnumSet.allOf(Fault.class);
      never.removeAll(totals.faults().keySet());
      assertThat(never).as("faults that never struck").isEmpty();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "thunder.minutes", matches = "[0-9.]+")
  void run_forSomeMinutes_breaksNoInvariantAndRecovers() {
    double minutes = Double.parseDouble(System.getProperty("thunder.minutes"));
    long seeds = Long.getLong("thunder.seeds", Long.MAX_VALUE - FIRST);

    assertThat(new Campaign(FIRST, seeds, STEPS, minutes).run().seeds()).isPositive();
  }

  /**
   * Worlds that have failed once, so that they never fail again. A seed tells another story once the
   * simulation draws anything more; what it has found is kept as a test of its own, too.
   */
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ParameterizedTest
  @CsvSource({
    "191, 300, a reservation on a backend that its owner had outgrown was kept for ever",
    "44, 130, a transport that returned no stream left its turn in flight",
    "71, 300, a stream whose usage could not be read left its turn in flight",
    "1322242, 722, a handle closed while it took a resource released the next program of its name",
    "40389818, 466, turns that had waited for too long were refused by the next tick only",
    "50408605, 617, a list without several backends moved programs from one of them to another",
    "53, 300, a router's failure escaped into the thread that closes",
    "9255010, 300, two programs that had each other as parents joined one fork twice",
  })
  void run_seedThatHasFailed_failsNoMore(long seed, int steps, String because) {
    assertThat(Simulation.run(seed, steps).hash()).as(because).isNotZero();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void run_sameSeed_tellsTheSameStory() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(Simulation.run(seed, 300).hash())
          .as("seed %d", seed)
          .isEqualTo(Simulation.run(seed, 300).hash());
    }
  }

  /** Each JVM iterates over {@code Set.of} and {@code Map.of} in an order of its own. */
  @Test
  void run_sameSeedInAnotherJvm_tellsTheSameStory() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process other = new ProcessBuilder(java, "-cp", classes, Stories.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD) // what callbacks throw is logged
        .start();
    String told = new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(other.waitFor()).isZero();
    assertThat(told.strip()).isEqualTo(Long.toString(Stories.hash()));
  }

  @Test
  void runAndShrink_failure_saysHowToRepeatIt() {
    assertThatThrownBy(() -> Simulation.shrink(7, 500, (seed, steps) -> {
          if (steps >= 123) {
            throw new SimulationFailure(new World(seed), "broken on purpose");
          }
        }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dthunder.seed=7 -Dthunder.steps=123")
        .hasMessageContaining("broken on purpose")
        .hasNoSuppressedExceptions();
  }

  @Test
  void shrink_otherFailureOfFewerSteps_keepsTheFirst() {
    assertThatThrownBy(() -> Simulation.shrink(7, 500, (seed, steps) -> {
          if (steps >= 123) {
            throw new SimulationFailure(new World(seed), steps == 500 ? "the first" : "another");
          }
        }))
        .hasMessageContaining("another")
        .satisfies(shrunk ->
            assertThat(shrunk.getSuppressed()).singleElement().asString().contains("the first"));
  }

  @Test
  void hung_atAStep_saysHowToRepeatItAndWhereItIs() {
    StackTraceElement[] at = new Throwable().getStackTrace();

    assertThat(Simulation.hung(7, 123, at))
        .hasMessageContaining("-Dthunder.seed=7 -Dthunder.steps=123")
        .satisfies(hung -> assertThat(hung.getStackTrace()).isEqualTo(at));
  }

  @Test
  void patience_seedThatComputes_endsByWhatItHasComputed() {
    Patience patience = new Patience(1);

    assertThat(patience.isOver(1, 5)).isFalse();
    assertThat(patience.isOver(1, 5 + Patience.CPU_MAX_NANOS)).isFalse();
    assertThat(patience.isOver(2, 6 + Patience.CPU_MAX_NANOS))
        .as("another seed")
        .isFalse();
    assertThat(patience.isOver(2, 7 + 2 * Patience.CPU_MAX_NANOS)).isTrue();
  }

  @Test
  void patience_seedThatDoesNotCompute_endsByLooks() {
    Patience patience = new Patience(1);

    for (int i = 0; i < Patience.LOOKS_MAX; i++) {
      assertThat(patience.isOver(1, 0)).isFalse();
    }
    assertThat(patience.isOver(1, 0)).isTrue();
  }

  @Test
  void patience_unknownTimeOfTheThread_endsByTime() {
    Patience patience = new Patience(Patience.CPU_MAX_NANOS);

    assertThat(patience.isOver(1, -1)).isFalse();
    assertThat(patience.isOver(1, -1)).isTrue();
  }
}
