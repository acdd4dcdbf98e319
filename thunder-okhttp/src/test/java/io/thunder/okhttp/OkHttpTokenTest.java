package io.thunder.okhttp;

import io.thunder.transport.Transport;

final class OkHttpTokenTest extends TokenContract {

  private final OkHttpFixture fixture = new OkHttpFixture();

  @Override
  Transport create(TransportOptions options) {
    return fixture.create(options);
  }

  @Override
  void assertNothingHeld() {
    fixture.assertNothingHeld();
  }
}
