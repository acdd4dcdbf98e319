package io.thunder.okhttp;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;

/** Counts calls and connections that are held; all of them must be given back. */
final class CountingEvents extends EventListener {

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  OkHttpClient client() {
    return new OkHttpClient.Builder().eventListener(this).build();
  }

  int callsHeld() {
    return calls.get();
  }

  int connectionsHeld() {
    return connections.get();
  }

  @Override
  public void callStart(Call call) {
    calls.incrementAndGet();
  }

  @Override
  public void callEnd(Call call) {
    calls.decrementAndGet();
  }

  @Override
  public void callFailed(Call call, IOException e) {
    calls.decrementAndGet();
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    connections.incrementAndGet();
  }

  @Override
  public void connectionReleased(Call call, Connection connection) {
    connections.decrementAndGet();
  }
}
