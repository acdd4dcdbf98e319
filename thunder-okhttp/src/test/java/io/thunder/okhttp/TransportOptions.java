package io.thunder.okhttp;

import java.time.Duration;

/** How a suite wants its transport. */
record TransportOptions(
    String apiKey,
    Duration readTimeout,
    Duration turnTimeout,
    Duration probeTimeout,
    long maxResponseBytes) {

  static final TransportOptions DEFAULTS = new TransportOptions(
      "", Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(30), 64L * 1024 * 1024);

  TransportOptions withApiKey(String key) {
    return new TransportOptions(key, readTimeout, turnTimeout, probeTimeout, maxResponseBytes);
  }

  TransportOptions withReadTimeout(Duration timeout) {
    return new TransportOptions(apiKey, timeout, turnTimeout, probeTimeout, maxResponseBytes);
  }

  TransportOptions withTurnTimeout(Duration timeout) {
    return new TransportOptions(apiKey, readTimeout, timeout, probeTimeout, maxResponseBytes);
  }

  TransportOptions withProbeTimeout(Duration timeout) {
    return new TransportOptions(apiKey, readTimeout, turnTimeout, timeout, maxResponseBytes);
  }

  TransportOptions withMaxResponseBytes(long bytes) {
    return new TransportOptions(apiKey, readTimeout, turnTimeout, probeTimeout, bytes);
  }
}
