package io.thunder.okhttp.internal;

import java.time.Duration;
import okhttp3.Headers;
import okhttp3.OkHttpClient;

/**
 * How a transport was configured. Immutable.
 *
 * @param client what OkHttp clients are derived from
 * @param headers sent with every request, credentials among them
 * @param connectTimeout bound on opening a connection
 * @param readTimeout bound on silence while a turn runs
 * @param turnTimeout bound on a whole turn
 * @param probeTimeout bound on a whole probe
 * @param responseBytesMax bound on a whole answer, or on one event of a streamed one
 */
public record Settings(
    OkHttpClient client,
    Headers headers,
    Duration connectTimeout,
    Duration readTimeout,
    Duration turnTimeout,
    Duration probeTimeout,
    long responseBytesMax) {

  /** Leaves the values of headers out: they hold credentials. */
  @Override
  public String toString() {
    return "connectTimeout="
        + connectTimeout
        + ", readTimeout="
        + readTimeout
        + ", turnTimeout="
        + turnTimeout
        + ", probeTimeout="
        + probeTimeout
        + ", maxResponseBytes="
        + responseBytesMax
        + ", headers="
        + headers.names();
  }
}
