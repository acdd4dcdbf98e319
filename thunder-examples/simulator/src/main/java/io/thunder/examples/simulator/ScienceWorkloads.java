package io.thunder.examples.simulator;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * The six workloads of the ThunderAgent paper (arXiv:2602.13692, figure 4), as distributions that
 * were fitted to its throughput and hit rates.
 *
 * <p>The fit holds for the mini-SWE-agent and OpenHands workloads on GLM-4.6, for OpenHands on
 * Qwen3-235B except at 72 programs, where the model has collapsed already, and for ToolOrchestra. It
 * is poor for mini-SWE-agent on Qwen3-235B, whose published points contradict each other (figure
 * 5d), and for ScienceAgentBench, where the model is slower than published and hits less.
 */
public final class ScienceWorkloads {

  private static final int APPEND_ONLY_PROMPT_MAX = 190_000;

  /** mini-SWE-agent on GLM-4.6. */
  public static final Workload SWE_GLM = miniSwe("swe-glm", EnginePresets.GLM, 240, 54, 8);

  /** OpenHands on GLM-4.6. */
  public static final Workload OPEN_HANDS_GLM = openHands("openhands-glm", EnginePresets.GLM);

  /** mini-SWE-agent on Qwen3-235B. */
  public static final Workload SWE_QWEN = miniSwe("swe-qwen", EnginePresets.QWEN, 170, 34, 6);

  /** OpenHands on Qwen3-235B. */
  public static final Workload OPEN_HANDS_QWEN = openHands("openhands-qwen", EnginePresets.QWEN);

  /** ScienceAgentBench on GLM-4.6. */
  public static final Workload SCIENCE_GLM = new Workload(
      "science-glm",
      EnginePresets.GLM,
      6_200,
      new LogNormal(9_000, .6),
      new LogNormal(2_600, 1.5),
      new LogNormal(700, 1),
      8_000,
      new LogNormal(16, .5),
      4,
      50,
      1,
      APPEND_ONLY_PROMPT_MAX,
      ToolTimes.SAB,
      1);

  /** ToolOrchestra (HLE) on Qwen3-8B, which builds its prompt anew each turn. */
  public static final Workload TOOL_ORCHESTRA_Q8 = new Workload(
      "toolorchestra-q8",
      EnginePresets.Q8,
      900,
      new LogNormal(520, .6),
      new LogNormal(1_400, .9),
      new LogNormal(3_040, .69),
      12_000,
      new LogNormal(9.2, .6),
      2,
      50,
      .70,
      40_000,
      ToolTimes.HLE,
      0);

  private static final List<Workload> ALL =
      List.of(SWE_GLM, OPEN_HANDS_GLM, SWE_QWEN, OPEN_HANDS_QWEN, SCIENCE_GLM, TOOL_ORCHESTRA_Q8);

  private ScienceWorkloads() {}

  /** Returns all six. */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * Returns the workload with a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static Workload byName(String name) {
    return ALL.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown workload '" + name
            + "', known are " + ALL.stream().map(Workload::name).collect(joining(", "))));
  }

  private static Workload miniSwe(
      String name, EnginePreset preset, double output, double steps, int stepsMin) {
    return new Workload(
        name,
        preset,
        160,
        new LogNormal(2_090, .35),
        new LogNormal(233, 1.3),
        new LogNormal(output, .7),
        4_000,
        new LogNormal(steps, .5),
        stepsMin,
        250,
        1,
        APPEND_ONLY_PROMPT_MAX,
        ToolTimes.SWE.map(tool -> tool.times(1.04)),
        .2);
  }

  private static Workload openHands(String name, EnginePreset preset) {
    return new Workload(
        name,
        preset,
        6_200,
        new LogNormal(1_970, .4),
        new LogNormal(824, 1.2),
        new LogNormal(286, .8),
        4_000,
        new LogNormal(49, .35),
        10,
        50,
        1,
        APPEND_ONLY_PROMPT_MAX,
        ToolTimes.OPEN_HANDS.map(tool -> tool.times(1.33)),
        1);
  }
}
