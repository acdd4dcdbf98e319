package io.thunder.backend;

import org.jspecify.annotations.Nullable;

/** Which engine answers behind a backend's URL; it decides how the backend is probed and called. */
public enum BackendKind {
  /** A vLLM server: OpenAI-compatible routes and Prometheus metrics. */
  VLLM(null),
  /** An SGLang server: OpenAI-compatible routes, {@code /v1/loads}, {@code /server_info}. */
  SGLANG(null),
  /** A SkyRL router in front of vLLM servers, which it lists under {@code /servers}. */
  SKYRL("X-Session-ID"),
  /** A slime router or SGLang gateway, which lists its SGLang workers under {@code /workers}. */
  SLIME("X-SMG-Routing-Key"),
  /** Any other server with OpenAI-compatible routes; its capacity is configured or assumed. */
  OPENAI(null);

  private final @Nullable String sessionHeader;

  BackendKind(@Nullable String sessionHeader) {
    this.sessionHeader = sessionHeader;
  }

  /**
   * The HTTP header by which a router keeps the turns of one program on one of its servers.
   *
   * @return the header's name, or null if there is no router, or none that looks at one
   */
  public @Nullable String sessionHeader() {
    return sessionHeader;
  }
}
