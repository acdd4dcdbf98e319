package io.thunder.backend;

/** Which engine answers behind a backend's URL; it decides how the backend is probed and called. */
public enum BackendKind {
  /** A vLLM server: OpenAI-compatible routes and Prometheus metrics. */
  VLLM,
  /** An SGLang server: OpenAI-compatible routes, {@code /v1/loads}, {@code /server_info}. */
  SGLANG,
  /** A SkyRL router in front of vLLM servers, which it lists under {@code /servers}. */
  SKYRL,
  /** A slime router or SGLang gateway, which lists its SGLang workers under {@code /workers}. */
  SLIME,
  /** Any other server with OpenAI-compatible routes; its capacity is configured or assumed. */
  OPENAI
}
