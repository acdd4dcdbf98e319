package io.thunder.examples.replay;

import io.thunder.backend.Backend;
import io.thunder.examples.replay.run.EmbeddedEngines;
import io.thunder.examples.replay.run.Engines;
import io.thunder.examples.replay.run.RunSettings;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentWorkload;
import io.thunder.examples.simulator.trace.ContextLimit;
import io.thunder.examples.simulator.trace.Trace;
import io.thunder.examples.simulator.trace.TraceException;
import io.thunder.examples.simulator.trace.TraceReader;
import io.thunder.scheduling.SchedulingPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a plan of the command line: checks it, reads the trace, chooses programs and engines. */
final class Planner {

  private static final int PROGRAMS_MAX = 100_000;
  private static final int BACKENDS_MAX = 64;
  private static final int PORT_MAX = 65_535;
  private static final double SPEED_MAX = 1_000;
  private static final double MINUTES_MAX = 100_000;

  private static final String ENGINE = "glm";
  private static final String WORKLOAD = "mini-swe";
  private static final double SPEED = 30;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SAMPLES_MAX = 120;
  private static final double SAMPLE_SECONDS_MIN = 15;

  /** Built-in programs that are drawn: four for each in flight, and these for those that follow. */
  private static final int MORE_PROGRAMS = 1_000;

  /** Tokens by which the chat template may make a prompt longer than planned. */
  private static final int TEMPLATE_TOKENS = 64;

  private final ReplayOptions options;
  private final List<String> notes = new ArrayList<>();

  private Planner(ReplayOptions options) {
    this.options = options;
  }

  static ReplayPlan plan(ReplayOptions options) throws UsageException, ReplayFailedException {
    return new Planner(options).plan();
  }

  private ReplayPlan plan() throws UsageException, ReplayFailedException {
    check();
    List<SchedulingPolicy> policies = Policies.named(options.policies);
    OutputFile json = output(options.json);
    OutputFile chart = output(options.chart);
    return options.urls.isEmpty() ? embedded(policies, json, chart) : remote(policies, json, chart);
  }

  private static @Nullable OutputFile output(@Nullable Path path) throws UsageException {
    return path == null ? null : OutputFile.at(path);
  }

  /* --------------- Options --------------- */

  private void check() throws UsageException {
    within("--programs", options.programs, 1, PROGRAMS_MAX);
    within("--fill", options.fillMinutes, 0, MINUTES_MAX);
    within("--minutes", options.minutes, .1, MINUTES_MAX);
    if (options.backends != null) {
      within("--backends", options.backends, 1, BACKENDS_MAX);
    }
    if (options.port != null) {
      within("--port", options.port, 1, PORT_MAX);
    }
    if (options.speed != null) {
      within("--speed", options.speed, .01, SPEED_MAX);
    }
    if (options.trace != null && options.trace.toString().isEmpty()) {
      throw new UsageException("--trace needs the name of a file");
    }
    exclude(options.trace != null, "--trace", options.workload != null, "--workload");
    boolean real = !options.urls.isEmpty();
    exclude(real, "--backend", options.engine != null, "--engine");
    exclude(real, "--backend", options.backends != null, "--backends");
    exclude(real, "--backend", options.port != null, "--port");
    exclude(real, "--backend", options.speed != null, "--speed");
  }

  private static void within(String option, double value, double min, double max)
      throws UsageException {
    if (!(value >= min && value <= max)) {
      throw new UsageException(option + " must be from " + number(min) + " to " + number(max)
          + ", was " + number(value));
    }
  }

  private static void exclude(boolean one, String first, boolean other, String second)
      throws UsageException {
    if (one && other) {
      throw new UsageException(first + " and " + second + " exclude each other");
    }
  }

  /* --------------- Programs --------------- */

  private List<AgentProgram> programs(long limitTokens) throws UsageException {
    List<AgentProgram> all = options.trace == null ? drawn() : read(options.trace);
    ContextLimit fitting = ContextLimit.apply(all, limitTokens);
    if (fitting.programs().isEmpty()) {
      throw new UsageException(
          "no program fits: all start with more than " + number(limitTokens) + " tokens");
    }
    if (fitting.cut() + fitting.leftOut() > 0) {
      notes.add(
          "of " + number(all.size()) + " programs " + number(fitting.cut()) + " end early and "
              + number(fitting.leftOut()) + " are left out: their context grows beyond "
              + number(limitTokens) + " tokens");
    }
    return fitting.programs();
  }

  private List<AgentProgram> drawn() throws UsageException {
    try {
      AgentWorkload workload = AgentWorkload.byName(workload());
      return workload.programs(options.seed, MORE_PROGRAMS + 4 * options.programs);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<AgentProgram> read(Path trace) throws UsageException {
    try {
      Trace read = TraceReader.read(trace);
      if (read.overlapping() > 0) {
        notes.add(number(read.overlapping()) + " programs of the trace repeat others: left out");
      }
      return read.timed(options.seed);
    } catch (TraceException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private String workload() {
    return options.workload == null ? WORKLOAD : options.workload;
  }

  /* --------------- Engines --------------- */

  private ReplayPlan embedded(
      List<SchedulingPolicy> policies, @Nullable OutputFile json, @Nullable OutputFile chart)
      throws UsageException {
    EnginePreset preset = preset();
    int count = options.backends == null ? 1 : options.backends;
    int port = options.port == null ? 0 : options.port;
    if (port + count - 1 > PORT_MAX) {
      throw new UsageException("--port " + port + " leaves no ports for " + count + " engines");
    }
    double speed = options.speed == null ? SPEED : options.speed;
    String engines = count + " x " + preset.name() + " (" + number(preset.capacityTokens())
        + " tokens of KV cache" + (count > 1 ? " each" : "") + ")";
    long limit = Math.min(preset.maxModelLen(), preset.capacityTokens()) - TEMPLATE_TOKENS;
    return new ReplayPlan(
        describe(engines, speed),
        notes,
        programs(limit),
        policies,
        settings(speed, /* textSalt= */ 0),
        () -> EmbeddedEngines.start(preset, count, port, speed),
        true,
        json,
        chart);
  }

  private EnginePreset preset() throws UsageException {
    try {
      return EnginePreset.byName(options.engine == null ? ENGINE : options.engine);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private ReplayPlan remote(
      List<SchedulingPolicy> policies, @Nullable OutputFile json, @Nullable OutputFile chart)
      throws UsageException, ReplayFailedException {
    List<Backend> backends = RemoteBackends.parse(options.urls);
    long limit = RemoteBackends.check(backends) - TEMPLATE_TOKENS;
    return new ReplayPlan(
        describe(String.join(", ", options.urls), /* speed= */ 1),
        notes,
        programs(limit),
        policies,
        // The servers keep their caches from run to run, so no two runs may send the same texts.
        settings(/* speed= */ 1, System.currentTimeMillis()),
        () -> Engines.remote(backends),
        false,
        json,
        chart);
  }

  private RunSettings settings(double speed, long textSalt) {
    double fill = options.fillMinutes * SECONDS_PER_MINUTE;
    double measured = options.minutes * SECONDS_PER_MINUTE;
    double sample = Math.max(SAMPLE_SECONDS_MIN, (fill + measured) / SAMPLES_MAX);
    return new RunSettings(options.programs, speed, fill, measured, sample, textSalt);
  }

  private String describe(String engines, double speed) {
    String what = options.trace == null ? workload() : String.valueOf(options.trace.getFileName());
    return number(options.programs) + " " + what + " programs on " + engines + ", "
        + number(options.fillMinutes) + " min filling and " + number(options.minutes)
        + " min measured per policy, speed " + number(speed) + ", seed " + options.seed;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? number((long) value) : Double.toString(value);
  }
}
