package io.thunder.examples.replay.report;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The results as JSON: {@code {"policies": [{"name", "stepsPerMinute", "prefixHitRate",
 * "stepLatencyP50Ms", "stepLatencyP95Ms", "pauses", "recomputedTokens", "ratioToPassThrough"}]}}.
 * What is unknown is null. A policy whose run was ended early has {@code "partial": true} besides.
 * If runs were repeated, {@code policies} has the means, and {@code runs} the single runs with their
 * {@code round}.
 */
public final class JsonReport {

  private static final Gson GSON = new GsonBuilder()
      .serializeNulls()
      .setFormattingStyle(FormattingStyle.PRETTY)
      .create();

  private static final int DIGITS = 4;

  private JsonReport() {}

  /**
   * Formats the results.
   *
   * @param results in this order
   * @return the document, ending with a line feed
   */
  public static String format(List<PolicyResult> results) {
    List<PolicyResult> means = Rounds.means(results);
    JsonObject document = new JsonObject();
    document.add("policies", policies(means.isEmpty() ? results : means));
    if (!means.isEmpty()) {
      document.add("runs", policies(results));
    }
    return GSON.toJson(document) + "\n";
  }

  private static JsonArray policies(List<PolicyResult> results) {
    JsonArray policies = new JsonArray();
    results.forEach(result -> policies.add(policy(result, results)));
    return policies;
  }

  private static JsonObject policy(PolicyResult result, List<PolicyResult> all) {
    JsonObject policy = new JsonObject();
    policy.addProperty("name", result.name());
    if (result.round() > PolicyResult.ONLY_RUN) {
      policy.addProperty("round", result.round());
    }
    number(policy, "stepsPerMinute", result.stepsPerMinute());
    number(policy, "prefixHitRate", result.prefixHitRate());
    number(policy, "stepLatencyP50Ms", result.stepLatencyP50Ms());
    number(policy, "stepLatencyP95Ms", result.stepLatencyP95Ms());
    policy.addProperty("pauses", result.pauses());
    policy.addProperty("recomputedTokens", result.recomputedTokens());
    number(policy, "ratioToPassThrough", result.ratioToPassThrough(all));
    if (result.partial()) {
      policy.addProperty("partial", true);
    }
    return policy;
  }

  private static void number(JsonObject object, String name, double value) {
    if (Double.isFinite(value)) {
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
      object.addProperty(name, new BigDecimal(rounded.stripTrailingZeros().toPlainString()));
    } else {
      object.add(name, JsonNull.INSTANCE);
    }
  }
}
