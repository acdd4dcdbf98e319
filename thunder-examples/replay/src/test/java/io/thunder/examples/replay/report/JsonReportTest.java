package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonReportTest {

  @Test
  void format_result_hasTheDocumentedFields() {
    assertThat(JsonReport.format(
            List.of(Results.of("passThrough", 100, false), Results.of("thunder", 350, false))))
        .endsWith("""
                {
                  "name": "thunder",
                  "stepsPerMinute": 350,
                  "prefixHitRate": 0.9543,
                  "stepLatencyP50Ms": 4321,
                  "stepLatencyP95Ms": 54321,
                  "pauses": 4,
                  "recomputedTokens": 2000000,
                  "ratioToPassThrough": 3.5
                }
              ]
            }
            """);
  }

  @Test
  void format_unknownValues_areNull() {
    JsonObject policy = JsonParser.parseString(
            JsonReport.format(List.of(Results.empty("thunder", null))))
        .getAsJsonObject()
        .getAsJsonArray("policies")
        .get(0)
        .getAsJsonObject();

    assertThat(policy.get("stepsPerMinute").isJsonNull()).isTrue();
    assertThat(policy.get("ratioToPassThrough").isJsonNull()).isTrue();
    assertThat(policy.get("partial").getAsBoolean()).isTrue();
  }
}
