package io.thunder.examples.simulator;

/** Workloads that nobody has published figures of; all their parameters are assumed. */
public final class SyntheticWorkloads {

  /**
   * mini-SWE-agent on GLM-4.6 whose tools have a heavy tail: a median of 1 s, one call in 150
   * longer than a minute, at most half an hour.
   */
  public static final Workload HEAVY_TAIL = ScienceWorkloads.SWE_GLM.withTools(
      "heavy-tail", Choice.of(1, new Tool("web", ToolTime.pareto(.5, 1.05, 1_800))));

  /** OpenHands on GLM-4.6 with long task prompts, such as an excerpt of a repository. */
  public static final Workload LONG_TASK =
      ScienceWorkloads.OPEN_HANDS_GLM.withFirst("long-task", new LogNormal(12_000, .4));

  /** Short programs whose first prompts say how long they wait for, on a small KV cache. */
  public static final Workload SMALL_CACHE = new Workload(
      "small-cache",
      EnginePresets.QWEN3_14B_H100.withCapacityTokens(65_536),
      0,
      new LogNormal(5_000, .7),
      new LogNormal(150, 1),
      new LogNormal(150, .7),
      1_000,
      new LogNormal(12, .4),
      4,
      30,
      1,
      24_000,
      ToolTimes.SWE,
      0);

  /**
   * The shape of ai-dynamo/dynamo#15105: in a pool of 468,736 tokens 32 programs generate 768 tokens
   * each, and 28 of their prompts fit if what they share is counted for each (there into 0.9 of the
   * pool). That 70 per cent of a prompt are shared, the four turns and the engine are assumed.
   */
  public static final Workload DYNAMO_15105 = new Workload(
      "dynamo-15105",
      EnginePresets.QWEN3_14B_H100.withCapacityTokens(468_736),
      11_480,
      new LogNormal(4_920, 0),
      new LogNormal(64, .5),
      new LogNormal(192, .5),
      1_000,
      new LogNormal(4, 0),
      4,
      4,
      1,
      40_000,
      ToolTimes.SWE,
      0);

  private static final double CONTEXT_TOKENS = 24_000;
  private static final double STEPS = 20;
  private static final double OUTPUT_TOKENS = 200;

  private SyntheticWorkloads() {}

  /**
   * Programs whose context is 24,000 tokens on average, a part of which is a system prompt that
   * they all share. A third of the rest is the first prompt of their own, two thirds grow evenly
   * over 20 turns.
   *
   * @param percent the share of the system prompt, from 1 to 80
   */
  public static Workload sharing(int percent) {
    double shared = CONTEXT_TOKENS * percent / 100;
    double own = CONTEXT_TOKENS - shared;
    double perStep = 2 * own * 2 / 3 / STEPS;
    return new Workload(
        "shared-" + percent,
        EnginePresets.GLM,
        (int) shared,
        new LogNormal(own / 3, .4),
        new LogNormal(perStep - OUTPUT_TOKENS, 1),
        new LogNormal(OUTPUT_TOKENS, .7),
        4_000,
        new LogNormal(STEPS, .4),
        5,
        60,
        1,
        190_000,
        ToolTimes.SWE,
        .2);
  }
}
