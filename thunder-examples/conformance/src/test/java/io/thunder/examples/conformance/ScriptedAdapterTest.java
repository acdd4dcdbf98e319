package io.thunder.examples.conformance;

import io.thunder.backend.BackendKind;
import org.junit.jupiter.api.Nested;

/** Every adapter against scripted servers. */
final class ScriptedAdapterTest {

  private static final String VLLM_METRICS = """
      vllm:num_requests_running{engine="0",model_name="m"} 0.0
      vllm:num_requests_waiting{engine="0",model_name="m"} 0.0
      vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.0
      vllm:cache_config_info{block_size="16",engine="0",kv_cache_size_tokens="16000"} 1.0
      """;

  private static final String SGLANG_LOADS = """
      {"loads":[{"dp_rank":0,"num_running_reqs":0,"num_waiting_reqs":0,"num_used_tokens":0,
                 "max_total_num_tokens":16000}]}
      """;

  private static final String SGLANG_INFO =
      "{\"max_total_num_tokens\":16000,\"page_size\":16,\"dp_size\":1,\"status\":\"ready\"}";

  /** What vLLM writes around a chunk or an answer. */
  private static final String VLLM_CHOICE = "\"logprobs\":null,\"finish_reason\":%s";

  /** What SGLang does. */
  private static final String SGLANG_CHOICE = VLLM_CHOICE + ",\"matched_stop\":null";

  private static final String VLLM_TOKENS =
      "{\"request_id\":\"generate-tokens-1\",\"choices\":[{\"index\":0,\"logprobs\":{\"content\":["
          + "{\"token\":\"token_id:7\",\"logprob\":-0.5},{\"token\":\"token_id:8\",\"logprob\":-1},"
          + "{\"token\":\"token_id:9\",\"logprob\":-2.5},{\"token\":\"token_id:7\",\"logprob\":0}]},"
          + "\"finish_reason\":\"length\",\"token_ids\":[7,8,9,7]}],\"usage\":{\"prompt_tokens\":320,"
          + "\"total_tokens\":324,\"completion_tokens\":4,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":%s}}}";

  private static final String SGLANG_TOKENS =
      "{\"text\":\"Look at line 7.\",\"output_ids\":[7,8,9,7],\"meta_info\":{\"id\":\"1\","
          + "\"finish_reason\":{\"type\":\"length\",\"length\":4},\"prompt_tokens\":320,"
          + "\"output_token_logprobs\":[[-0.5,7,null],[-1,8,null],[-2.5,9,null],[0,7,null]],"
          + "\"completion_tokens\":4,\"cached_tokens\":%s}}";

  private static final String VLLM_ERROR =
      "{\"error\":{\"message\":\"This model's maximum context length is 16000 tokens. However, you"
          + " requested 4 output tokens and your prompt contains 75013 input tokens, for a total of"
          + " 75017 tokens.\",\"type\":\"BadRequestError\",\"param\":\"input_tokens\",\"code\":400}}";

  private static final String SGLANG_ERROR =
      "{\"object\":\"error\",\"message\":\"The input (75013 tokens) is longer than the model's"
          + " context length (16000 tokens).\",\"type\":\"BadRequestError\",\"param\":null,"
          + "\"code\":400}";

  @Nested
  final class Vllm extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return vllm(BackendKind.VLLM).start();
    }
  }

  @Nested
  final class Sglang extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return sglang(BackendKind.SGLANG).start();
    }
  }

  @Nested
  final class Skyrl extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return vllm(BackendKind.SKYRL).page("/servers", "{\"servers\":[\"%s\"]}").start();
    }
  }

  @Nested
  final class Slime extends AdapterContract {
    @Override
    Served serve(int ranks) {
      return sglang(BackendKind.SLIME)
          .page("/workers", "{\"workers\":[{\"id\":\"a\",\"url\":\"%s\"}]}")
          .start();
    }
  }

  @Nested
  final class OpenAi extends AdapterContract {
    @Override
    Served serve(int ranks) {
      ScriptedAnswers answers = new ScriptedAnswers(VLLM_CHOICE, "", VLLM_ERROR);
      return new ScriptedServer(BackendKind.OPENAI, null, ScriptedRoutes.NONE, answers)
          .page("/v1/models", models("acme"))
          .start();
    }
  }

  private static ScriptedServer vllm(BackendKind kind) {
    ScriptedAnswers answers = new ScriptedAnswers(VLLM_CHOICE, VLLM_TOKENS, VLLM_ERROR);
    return new ScriptedServer(kind, 16_000L, ScriptedRoutes.VLLM, answers)
        .page("/health", "")
        .page("/metrics", VLLM_METRICS)
        .page("/v1/models", models("vllm"));
  }

  private static ScriptedServer sglang(BackendKind kind) {
    ScriptedAnswers answers = new ScriptedAnswers(SGLANG_CHOICE, SGLANG_TOKENS, SGLANG_ERROR);
    return new ScriptedServer(kind, 16_000L, ScriptedRoutes.SGLANG, answers)
        .page("/health", "")
        .page("/v1/loads?include=core", SGLANG_LOADS)
        .page("/server_info", SGLANG_INFO)
        .page("/v1/models", models("sglang"));
  }

  private static String models(String owner) {
    return "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"owned_by\":\"" + owner + "\"}]}";
  }
}
