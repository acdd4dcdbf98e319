package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.RequestReport;

/**
 * Writes the answer to one request in tokens.
 *
 * @param id id of the request
 * @param answer its tokens
 * @param logprobs whether their log-probabilities are wanted
 * @param cachedTokensShown whether vLLM says how much was cached; SGLang does here, always
 */
record TokenJson(String id, AnswerText answer, boolean logprobs, boolean cachedTokensShown) {

  /** As vLLM does. */
  String vllm(RequestReport report) {
    JsonText json = new JsonText().beginObject().name("request_id").value("generate-tokens-" + id);
    json.name("choices").beginArray().beginObject().name("index").value(0);
    json.name("logprobs");
    if (logprobs) {
      json.beginObject().name("content").beginArray();
      for (int i = 0; i < report.outputTokens(); i++) {
        json.beginObject().name("token").value("token_id:" + answer.token(i));
        json.name("logprob").value(answer.logprob(i));
        json.name("bytes")
            .nullValue()
            .name("top_logprobs")
            .beginArray()
            .endArray()
            .endObject();
      }
      json.endArray().endObject();
    } else {
      json.nullValue();
    }
    json.name("finish_reason").value(report.finishReason().label());
    ids("token_ids", report, json).endObject().endArray();
    json.name("prompt_logprobs").nullValue();
    Usage.of(report, cachedTokensShown).write(json);
    return json.name("kv_transfer_params").nullValue().endObject().toString();
  }

  /** As SGLang does. */
  String sglang(RequestReport report) {
    int tokens = report.outputTokens();
    JsonText json = new JsonText().beginObject().name("text").value(answer.text(0, tokens));
    ids("output_ids", report, json).name("meta_info").beginObject();
    json.name("id").value(id).name("finish_reason");
    reason(report, json);
    json.name("prompt_tokens").value(report.promptTokens());
    json.name("weight_version").value("default");
    json.name("num_retractions").value(report.preemptions());
    if (logprobs) {
      json.name("output_token_logprobs").beginArray();
      for (int i = 0; i < tokens; i++) {
        json.beginArray()
            .value(answer.logprob(i))
            .value(answer.token(i))
            .nullValue()
            .endArray();
      }
      json.endArray();
    }
    json.name("completion_tokens").value(tokens);
    return json.name("cached_tokens")
        .value(report.cachedTokens())
        .endObject()
        .endObject()
        .toString();
  }

  private JsonText ids(String name, RequestReport report, JsonText json) {
    json.name(name).beginArray();
    for (int i = 0; i < report.outputTokens(); i++) {
      json.value(answer.token(i));
    }
    return json.endArray();
  }

  private static void reason(RequestReport report, JsonText json) {
    FinishReason reason = report.finishReason();
    json.beginObject().name("type").value(reason.label());
    switch (reason) {
      case STOP -> json.name("matched").value(Dialect.END_OF_TURN);
      case LENGTH -> json.name("length").value(report.outputTokens());
      default -> json.name("message").value("Abort by user").name("status_code").nullValue();
    }
    json.endObject();
  }
}
