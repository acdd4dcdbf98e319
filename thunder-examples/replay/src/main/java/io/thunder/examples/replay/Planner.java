package io.thunder.examples.replay;

import io.thunder.backend.Backend;
import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.replay.report.PolicyResult;
import io.thunder.examples.replay.run.EmbeddedEngines;
import io.thunder.examples.replay.run.Engines;
import io.thunder.examples.replay.run.LlamaEngines;
import io.thunder.examples.replay.run.RunSettings;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.cli.Limits;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentWorkload;
import io.thunder.examples.simulator.trace.ContextLimit;
import io.thunder.examples.simulator.trace.Trace;
import io.thunder.examples.simulator.trace.TraceException;
import io.thunder.examples.simulator.trace.TraceReader;
import io.thunder.scheduling.SchedulingPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a plan of the command line: checks it, reads the trace, chooses programs and engines. */
final class Planner {

  private static final int PROGRAMS_MAX = 100_000;
  private static final int BACKENDS_MAX = 64;
  private static final int PORT_MAX = 65_535;
  private static final double SPEED_MAX = 1_000;
  private static final double ENGINE_SPEED_MIN = .01;
  private static final double ENGINE_SPEED_MAX = 100;
  private static final double MINUTES_MAX = 100_000;

  private static final String ENGINE = "glm";
  private static final double SPEED = 30;
  private static final int REPEATS_MAX = 100;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SAMPLES_MAX = 120;
  private static final double SAMPLE_SECONDS_MIN = 15;

  /** What is real may fail, and is looked at more often. */
  private static final double REAL_SAMPLE_SECONDS_MIN = 5;

  /** Built-in programs that are drawn: four for each in flight, and these for those that follow. */
  private static final int MORE_PROGRAMS = 1_000;

  /** Tokens by which the chat template may make a prompt longer than planned. */
  private static final int TEMPLATE_TOKENS = 64;

  private final ReplayOptions options;
  private final List<String> notes = new ArrayList<>();

  private Planner(ReplayOptions options) {
    this.options = options;
  }

  static ReplayPlan plan(ReplayOptions options) throws UsageException, IOException {
    return new Planner(options).plan();
  }

  private ReplayPlan plan() throws UsageException, IOException {
    check();
    List<SchedulingPolicy> policies = Policies.named(options.policies);
    OutputFile json = output(options.json);
    OutputFile chart = output(options.chart);
    EngineChoice engines = engines();
    RunSettings settings = settings(engines);
    return new ReplayPlan(
        describe(engines, settings),
        notes,
        programs(engines, settings.programs()),
        policies,
        options.repeat,
        settings,
        engines,
        json,
        chart);
  }

  private static @Nullable OutputFile output(@Nullable Path path) throws UsageException {
    return path == null ? null : OutputFile.at(path);
  }

  /* --------------- Options --------------- */

  private void check() throws UsageException {
    Limits.within("--programs", options.programs, 1, PROGRAMS_MAX);
    Limits.within("--fill", options.fillMinutes, 0, MINUTES_MAX);
    Limits.within("--minutes", options.minutes, .1, MINUTES_MAX);
    Limits.within("--repeat", options.repeat, 1, REPEATS_MAX);
    Limits.within("--backends", options.backends, 1, BACKENDS_MAX);
    Limits.within("--port", options.port, 1, PORT_MAX);
    Limits.within("--speed", options.speed, .01, SPEED_MAX);
    Limits.within("--engine-speeds, their number", options.engineSpeeds.size(), 0, BACKENDS_MAX);
    for (double speed : options.engineSpeeds) {
      Limits.within("--engine-speeds", speed, ENGINE_SPEED_MIN, ENGINE_SPEED_MAX);
    }
    if (options.trace != null && options.trace.toString().isEmpty()) {
      throw new UsageException("--trace needs the name of a file");
    }
    exclude(options.trace != null, "--trace", options.workload != null, "--workload");
    boolean real = !options.urls.isEmpty();
    exclude(real, "--backend", options.engine != null, "--engine");
    exclude(real, "--backend", options.backends != null, "--backends");
    boolean skewed = !options.engineSpeeds.isEmpty();
    exclude(real, "--backend", skewed, "--engine-speeds");
    exclude(options.backends != null, "--backends", skewed, "--engine-speeds");
    exclude(real, "--backend", options.port != null, "--port");
    exclude(real, "--backend", options.speed != null, "--speed");
    boolean llama = LlamaPreset.byLabel(options.engine).isPresent();
    exclude(llama, "--engine " + options.engine, options.speed != null, "--speed");
    exclude(llama, "--engine " + options.engine, skewed, "--engine-speeds");
  }

  private static void exclude(boolean one, String first, boolean other, String second)
      throws UsageException {
    if (one && other) {
      throw new UsageException(first + " and " + second + " exclude each other");
    }
  }

  /* --------------- Programs --------------- */

  private List<AgentProgram> programs(EngineChoice engines, int inFlight) throws UsageException {
    List<AgentProgram> all =
        options.trace == null ? drawn(workload(engines), inFlight) : read(options.trace);
    long limitTokens = engines.limitTokens() - TEMPLATE_TOKENS;
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

  private List<AgentProgram> drawn(String workload, int inFlight) throws UsageException {
    try {
      return AgentWorkload.byName(workload).programs(options.seed, MORE_PROGRAMS + 4 * inFlight);
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

  private String workload(EngineChoice engines) {
    return options.workload == null ? engines.defaults().workload() : options.workload;
  }

  /* --------------- Engines --------------- */

  private EngineChoice engines() throws UsageException, IOException {
    if (!options.urls.isEmpty()) {
      return remote();
    }
    List<Double> speeds = speeds();
    int count = speeds.size();
    int port = options.port == null ? 0 : options.port;
    if (port + count - 1 > PORT_MAX) {
      throw new UsageException("--port " + port + " leaves no ports for " + count + " engines");
    }
    Optional<LlamaPreset> llama = LlamaPreset.byLabel(options.engine);
    return llama.isPresent() ? llama(llama.get(), count, port) : embedded(speeds, port);
  }

  /** The embedded engines, by how fast each is. */
  private List<Double> speeds() {
    int count = options.backends == null ? 1 : options.backends;
    return options.engineSpeeds.isEmpty() ? Collections.nCopies(count, 1.0) : options.engineSpeeds;
  }

  private EngineChoice embedded(List<Double> speeds, int port) throws UsageException {
    EnginePreset preset = preset();
    int count = speeds.size();
    double speed = options.speed == null ? SPEED : options.speed;
    return new EngineChoice(
        count + " x " + preset.name() + " (" + number(preset.capacityTokens())
            + " tokens of KV cache" + (count > 1 ? " each" : "") + ")"
            + (options.engineSpeeds.isEmpty() ? "" : " at speeds " + speeds),
        Math.min(preset.maxModelLen(), preset.capacityTokens()),
        speed,
        /* fresh= */ true,
        /* warmUp= */ true,
        RunDefaults.LARGE,
        () -> EmbeddedEngines.start(preset, speeds, port, speed));
  }

  private EnginePreset preset() throws UsageException {
    try {
      return EnginePreset.byName(options.engine == null ? ENGINE : options.engine);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ", "
          + Arrays.stream(LlamaPreset.values())
              .map(preset -> preset.label)
              .collect(Collectors.joining(", ")));
    }
  }

  private static EngineChoice llama(LlamaPreset preset, int count, int port) {
    EngineOptions engine = preset.options();
    return new EngineChoice(
        count + " x " + preset.label + " (" + preset.slots + " slots of "
            + number(preset.slotTokens) + " tokens" + (count > 1 ? " each" : "") + ")",
        preset.slotTokens,
        /* speed= */ 1,
        /* fresh= */ true,
        /* warmUp= */ false,
        RunDefaults.small(preset.slots * count),
        () -> LlamaEngines.start(engine, count, port));
  }

  private EngineChoice remote() throws UsageException, IOException {
    List<Backend> backends = RemoteBackends.parse(options.urls);
    return new EngineChoice(
        String.join(", ", options.urls),
        RemoteBackends.check(backends),
        /* speed= */ 1,
        /* fresh= */ false,
        /* warmUp= */ false,
        RunDefaults.LARGE,
        () -> Engines.remote(backends));
  }

  private RunSettings settings(EngineChoice engines) {
    RunDefaults defaults = engines.defaults();
    int programs = options.programs == null ? defaults.programs() : options.programs;
    double fill = options.fillMinutes == null ? defaults.fillMinutes() : options.fillMinutes;
    double minutes = options.minutes == null ? defaults.minutes() : options.minutes;
    double seconds = (fill + minutes) * SECONDS_PER_MINUTE;
    double sampleMin = engines.speed() == 1 ? REAL_SAMPLE_SECONDS_MIN : SAMPLE_SECONDS_MIN;
    return new RunSettings(
        programs,
        engines.speed(),
        fill * SECONDS_PER_MINUTE,
        minutes * SECONDS_PER_MINUTE,
        Math.max(sampleMin, seconds / SAMPLES_MAX),
        // Servers keep their caches from run to run, so no two runs may send them the same texts.
        engines.fresh() ? 0 : System.currentTimeMillis(),
        PolicyResult.ONLY_RUN);
  }

  private String describe(EngineChoice engines, RunSettings settings) {
    String what =
        options.trace == null ? workload(engines) : String.valueOf(options.trace.getFileName());
    return number(settings.programs()) + " " + what + " programs on " + engines.description() + ", "
        + number(settings.fillSeconds() / SECONDS_PER_MINUTE) + " min filling and "
        + number(settings.measuredSeconds() / SECONDS_PER_MINUTE) + " min measured per policy"
        + (options.repeat > 1 ? ", " + options.repeat + " times" : "") + ", speed "
        + number(engines.speed()) + ", seed " + options.seed;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? number((long) value) : Double.toString(value);
  }
}
