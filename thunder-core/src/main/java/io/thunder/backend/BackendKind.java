package io.thunder.backend;

/** Which engine answers behind a backend's URL; it decides how the backend is probed. */
public enum BackendKind {
  /** A vLLM server with its OpenAI-compatible routes and Prometheus metrics. */
  VLLM
}
