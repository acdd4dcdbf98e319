package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/** Makes transports of this module and counts what they hold. */
final class OkHttpFixture {

  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final CountingEvents events = new CountingEvents();
  private final OkHttpClient client;

  /** Of a client that has these, too. */
  OkHttpFixture(Interceptor... interceptors) {
    OkHttpClient.Builder builder = events.client().newBuilder();
    List.of(interceptors).forEach(builder::addInterceptor);
    client = builder.build();
  }

  OkHttpTransport create(TransportOptions options) {
    OkHttpTransport.Builder builder = OkHttpTransport.builder()
        .client(client)
        .readTimeout(options.readTimeout())
        .turnTimeout(options.turnTimeout())
        .probeTimeout(options.probeTimeout())
        .maxResponseBytes(options.maxResponseBytes());
    return options.apiKey().isEmpty()
        ? builder.build()
        : builder.apiKey(options.apiKey()).build();
  }

  /** Waits for calls that were cancelled without anybody waiting for them to notice. */
  void assertNothingHeld() {
    long start = System.nanoTime();
    while (events.callsHeld() + events.connectionsHeld() > 0
        && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.onSpinWait();
    }
    assertThat(events.callsHeld()).as("calls that did not end").isZero();
    assertThat(events.connectionsHeld()).as("connections not given back").isZero();
  }
}
