package io.thunder.examples.simulator.lab.report;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.thunder.examples.simulator.lab.Quantiles;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.sweep.Estimate;
import io.thunder.examples.simulator.lab.sweep.Outcome;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import io.thunder.program.SpaceTimeCosts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Function;

/**
 * The rows as JSON: {@code {"rows": [{"workload", "policy", "condition", "seeds", "stepsPerMinute",
 * "low", "high", "prefixHitRate", "ratioToVllm", ..., "costs": {...}}]}}. Means over seeds, except
 * {@code worstWaitSeconds} and {@code overPauses}, the worst of all seeds; intervals are of 95 %;
 * the costs are shares of capacity times time. What is unknown is null: a ratio whose other side
 * did not run, the interval of a single seed, the makespan where arrivals never end.
 */
public final class JsonReport {

  private static final Gson GSON = new GsonBuilder()
      .serializeNulls()
      .setFormattingStyle(FormattingStyle.PRETTY)
      .create();

  private static final MathContext DIGITS = new MathContext(7);

  private JsonReport() {}

  /** Returns the document, ending with a line feed. */
  public static String format(Rows rows) {
    JsonArray array = new JsonArray();
    rows.all().forEach(row -> array.add(row(rows, row)));
    JsonObject document = new JsonObject();
    document.add("rows", array);
    return GSON.toJson(document) + "\n";
  }

  private static JsonObject row(Rows rows, Row row) {
    JsonObject object = new JsonObject();
    object.addProperty("workload", row.workload());
    object.addProperty("policy", row.policy());
    object.addProperty("condition", row.condition());
    object.addProperty("seeds", row.runs().size());
    object.add("seedList", seeds(row));
    estimate(object, "stepsPerMinute", "low", "high", row.stepsPerMinute());
    number(object, "prefixHitRate", row.mean(RunResult::hitRate));
    ratio(object, "ratioToVllm", rows.speedUp(row, Rows.VLLM));
    ratio(object, "ratioToPublished", rows.speedUp(row, Rows.PUBLISHED));
    ratio(object, "ratioToReference", rows.speedUp(row, Rows.REFERENCE));
    number(object, "worstWaitSeconds", row.max(RunResult::worstWaitSeconds));
    number(object, "sizeWaitCorrelation", row.mean(RunResult::sizeWaitCorrelation));
    number(object, "overPauses", row.max(RunResult::overPauses));
    object.add("costs", costs(row.costShares()));
    object.add("latencySeconds", quantiles(row, RunResult::latency));
    object.add("completionSeconds", quantiles(row, RunResult::completion));
    double makespan = row.mean(RunResult::makespanSeconds);
    number(object, "makespanSeconds", makespan > 0 ? makespan : Double.NaN);
    number(object, "jainIndex", row.mean(RunResult::jainIndex));
    number(object, "pauses", row.mean(RunResult::pauses));
    number(object, "migrations", row.mean(RunResult::migrations));
    number(object, "turns", row.mean(RunResult::turns));
    number(object, "programs", row.mean(RunResult::programs));
    return object;
  }

  private static JsonArray seeds(Row row) {
    JsonArray seeds = new JsonArray();
    row.runs().stream().map(Outcome::seed).forEach(seeds::add);
    return seeds;
  }

  private static void ratio(JsonObject object, String name, Estimate ratio) {
    estimate(object, name, name + "Low", name + "High", ratio);
  }

  private static void estimate(
      JsonObject object, String mean, String low, String high, Estimate estimate) {
    number(object, mean, estimate.mean());
    number(object, low, estimate.low());
    number(object, high, estimate.high());
  }

  private static JsonObject quantiles(Row row, Function<RunResult, Quantiles> of) {
    JsonObject object = new JsonObject();
    number(object, "p50", row.mean(result -> of.apply(result).p50()));
    number(object, "p95", row.mean(result -> of.apply(result).p95()));
    number(object, "p99", row.mean(result -> of.apply(result).p99()));
    return object;
  }

  private static JsonObject costs(SpaceTimeCosts shares) {
    JsonObject object = new JsonObject();
    number(object, "decode", shares.decode());
    number(object, "prefill", shares.prefill());
    number(object, "recompute", shares.recompute());
    number(object, "unused", shares.unused());
    number(object, "idle", shares.idle());
    return object;
  }

  private static void number(JsonObject object, String name, double value) {
    if (Double.isFinite(value)) {
      BigDecimal rounded = new BigDecimal(value, DIGITS).stripTrailingZeros();
      object.addProperty(name, new BigDecimal(rounded.toPlainString()));
    } else {
      object.add(name, JsonNull.INSTANCE);
    }
  }
}
