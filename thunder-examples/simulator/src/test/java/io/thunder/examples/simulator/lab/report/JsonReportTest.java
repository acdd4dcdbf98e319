package io.thunder.examples.simulator.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.simulator.lab.sweep.Outcome;
import io.thunder.examples.simulator.lab.sweep.Results;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonReportTest {

  private static JsonObject row(int index, Outcome... outcomes) {
    String json = JsonReport.format(Rows.of(List.of(outcomes)));
    return JsonParser.parseString(json)
        .getAsJsonObject()
        .getAsJsonArray("rows")
        .get(index)
        .getAsJsonObject();
  }

  @Test
  void format_row_hasEveryField() {
    JsonObject row = row(
        1,
        Results.outcome("w", "vllm", 1, 10),
        Results.outcome("w", "thunder", 1, 30),
        Results.outcome("w", "vllm", 2, 10),
        Results.outcome("w", "thunder", 2, 20));

    assertThat(row.get("workload").getAsString()).isEqualTo("w");
    assertThat(row.get("policy").getAsString()).isEqualTo("thunder");
    assertThat(row.get("seeds").getAsInt()).isEqualTo(2);
    assertThat(row.get("stepsPerMinute").getAsDouble()).isEqualTo(25);
    assertThat(row.get("low").getAsDouble()).isLessThan(25);
    assertThat(row.get("high").getAsDouble()).isGreaterThan(25);
    assertThat(row.get("prefixHitRate").getAsDouble()).isEqualTo(.9);
    assertThat(row.get("ratioToVllm").getAsDouble()).isEqualTo(2.5);
    assertThat(row.get("worstWaitSeconds").getAsDouble()).isEqualTo(12);
    assertThat(row.get("sizeWaitCorrelation").getAsDouble()).isEqualTo(.1);
    assertThat(row.get("overPauses").getAsInt()).isEqualTo(1);
  }

  @Test
  void format_baselineNotRun_isNull() {
    JsonObject row = row(0, Results.outcome("w", "thunder", 1, 30));

    assertThat(row.get("ratioToVllm").isJsonNull()).isTrue();
    assertThat(row.get("ratioToPublished").isJsonNull()).isTrue();
    assertThat(row.get("ratioToReference").isJsonNull()).isTrue();
  }

  @Test
  void format_oneSeed_hasNoInterval() {
    assertThat(row(0, Results.outcome("w", "thunder", 1, 30)).get("low").isJsonNull())
        .isTrue();
  }

  @Test
  void format_costs_sumToOne() {
    JsonObject costs = row(0, Results.outcome("w", "thunder", 1, 30)).getAsJsonObject("costs");

    assertThat(costs.keySet()).containsExactly("decode", "prefill", "recompute", "unused", "idle");
    assertThat(costs.asMap().values().stream()
            .mapToDouble(JsonElement::getAsDouble)
            .sum())
        .isCloseTo(1, within(1e-6));
  }
}
