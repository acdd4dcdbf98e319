package io.thunder.examples.simulator.trace;

/**
 * Quantiles of recorded agent programs, for drawing programs like them.
 *
 * <p>{@code MINI_SWE_*}: 393 programs and 15,951 steps of mini-SWE-agent with Gemini 3 Pro on
 * SWE-bench Verified, from {@code swebench_results/20251118_gemini-3-pro-74pct} of
 * github.com/gruckion/mini-swe-agent at d12a71affd95 (MIT). Tokens are as the API counted them; one
 * answer of 57,811 tokens, four times the next, is left out. That run recorded when requests
 * started, in whole seconds, but no tool times: these are estimated as the time from request to
 * request less {@code 2 s + output tokens / 120}, the lower envelope of the former over the latter,
 * and so contain some jitter of the API.
 *
 * <p>{@code CLAUDE_*}: 567 sessions and 34,898 steps of Claude Code, from {@code traces} of
 * github.com/callanjfox/kv-cache-tester at 94f6046dfd9c (Apache-2.0). Prompts were counted by the
 * recorder's tokenizer. Tool times include waiting for people's permission, and are corrected for
 * a proxy that had sent every turn twice. Many sessions start in the middle of a conversation, hence
 * the long first prompts. Steps that rewrote the context are not in the new prompt tokens.
 */
final class TraceTables {

  static final QuantileTable MINI_SWE_STEPS =
      QuantileTable.counts(13, 18, 20, 22, 27, 36, 46, 66, 83, 111, 140, 145);

  static final QuantileTable MINI_SWE_FIRST_PROMPT = QuantileTable.counts(
      1_317, 1_327, 1_364, 1_393, 1_472, 1_640, 1_968, 2_349, 2_955, 4_580, 8_608, 10_427);

  static final QuantileTable MINI_SWE_NEW_PROMPT =
      QuantileTable.counts(0, 0, 16, 17, 22, 96, 291, 782, 1_396, 3_438, 4_320, 14_847);

  static final QuantileTable MINI_SWE_OUTPUT =
      QuantileTable.counts(4, 20, 23, 28, 43, 90, 284, 686, 1_048, 2_464, 6_007, 14_148);

  static final QuantileTable MINI_SWE_TOOL =
      QuantileTable.seconds(0, 0, 0, 0, .37, .96, 2.57, 5.753, 10.32, 30.402, 60.809, 116.24);

  static final QuantileTable CLAUDE_STEPS =
      QuantileTable.counts(2, 4, 4, 6, 15, 40, 88, 142, 201, 326, 402, 411);

  static final QuantileTable CLAUDE_FIRST_PROMPT = QuantileTable.counts(
      6_343, 9_473, 10_431, 13_260, 18_296, 22_222, 103_418, 255_486, 383_779, 717_616, 839_137,
      851_858);

  static final QuantileTable CLAUDE_NEW_PROMPT =
      QuantileTable.counts(0, 0, 0, 0, 43, 275, 970, 2_951, 5_683, 15_075, 58_217, 234_962);

  static final QuantileTable CLAUDE_OUTPUT =
      QuantileTable.counts(0, 57, 88, 106, 140, 218, 418, 854, 1_423, 3_402, 8_061, 18_195);

  static final QuantileTable CLAUDE_TOOL = QuantileTable.seconds(
      0, 0, 0, 0, 0, 1.13, 6.62, 61.521, 136.151, 604.446, 3_154.224, 37_411.29);

  private TraceTables() {}
}
