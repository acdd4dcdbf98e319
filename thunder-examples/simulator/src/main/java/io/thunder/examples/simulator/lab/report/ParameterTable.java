package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.LogNormal;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.StepTime;
import io.thunder.examples.simulator.Workload;
import java.util.List;
import java.util.Locale;

/** Every parameter of the published workloads and their engines, all of them assumed or fitted. */
public final class ParameterTable {

  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private ParameterTable() {}

  /** Returns the engines' parameters. */
  public static String engines() {
    TextTable table = new TextTable(
        1,
        "engine",
        "KV tokens",
        "budget",
        "max seqs",
        "block",
        "base ms",
        "weights ms",
        "expert share",
        "tokens/s",
        "decoder us",
        "context ns",
        "attention ns",
        "admission");
    List<EnginePreset> presets =
        ScienceWorkloads.all().stream().map(Workload::preset).distinct().toList();
    presets.forEach(preset -> add(table, preset));
    return table.format();
  }

  private static void add(TextTable table, EnginePreset preset) {
    StepTime step = preset.stepTime();
    table.add(
        preset.name(),
        String.format(Locale.ROOT, "%,d", preset.capacityTokens()),
        String.format(Locale.ROOT, "%,d", preset.maxBatchedTokens()),
        String.valueOf(preset.maxSeqs()),
        String.valueOf(preset.blockSize()),
        number(step.baseSeconds() * MILLIS),
        number(step.weightsSeconds() * MILLIS),
        number(step.expertShare()),
        String.format(Locale.ROOT, "%,.0f", step.tokensPerSecond()),
        number(step.perDecoderSeconds() * MICROS),
        number(step.perContextTokenSeconds() * NANOS),
        number(step.perAttentionPairSeconds() * NANOS),
        preset.reserveFullSequence() ? "whole prompt" : "first chunk");
  }

  /** Returns the workloads' parameters: token counts as mean and coefficient of variation. */
  public static String workloads() {
    TextTable table = new TextTable(
        1,
        "workload",
        "shared",
        "first",
        "observation",
        "output",
        "max",
        "steps",
        "min-max",
        "kept",
        "longest prompt");
    ScienceWorkloads.all().forEach(workload -> add(table, workload));
    return table.format();
  }

  private static void add(TextTable table, Workload workload) {
    table.add(
        workload.name(),
        String.format(Locale.ROOT, "%,d", workload.sharedTokens()),
        text(workload.first()),
        text(workload.observation()),
        text(workload.output()),
        String.format(Locale.ROOT, "%,d", workload.outputMax()),
        text(workload.steps()),
        workload.stepsMin() + "-" + workload.stepsMax(),
        number(workload.keptShare()),
        String.format(Locale.ROOT, "%,d", workload.promptMax()));
  }

  private static String text(LogNormal distribution) {
    return number(distribution.mean()) + " (" + number(distribution.variation()) + ")";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }
}
