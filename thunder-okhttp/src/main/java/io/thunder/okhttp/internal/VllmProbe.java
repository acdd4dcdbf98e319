package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks a vLLM server for its health and its metrics, both at once.
 *
 * <p>Health decides: 200 is up. A front end without that route (404, 405, 501) is up if it shows
 * metrics. Metrics are a bonus: a server that is started without them, or whose page cannot be read,
 * is up with an empty reading. Thread-safe.
 */
final class VllmProbe {

  private final OkHttpClient client;
  private final Headers headers;

  VllmProbe(OkHttpClient client, Headers headers) {
    this.client = client;
    this.headers = headers;
  }

  CompletableFuture<BackendReading> probe(Backend backend) {
    Asked asked = new Asked(backend);
    ask(backend, "/health", asked.health);
    ask(backend, "/metrics", asked.metrics);
    return asked;
  }

  private void ask(Backend backend, String path, Page page) {
    try {
      Request request =
          new Request.Builder().url(backend.uri() + path).headers(headers).build();
      client.newCall(request).enqueue(page);
    } catch (RuntimeException e) {
      page.failed(e);
    }
  }

  /** Completes when both pages are there, or have failed. */
  private static final class Asked extends CompletableFuture<BackendReading> {

    private final Backend backend;
    private final AtomicInteger missing = new AtomicInteger(2);
    private final Page health = new Page(this, /* readMetrics= */ false);
    private final Page metrics = new Page(this, /* readMetrics= */ true);

    Asked(Backend backend) {
      this.backend = backend;
    }

    void arrived() {
      if (missing.decrementAndGet() > 0) {
        return;
      }
      boolean noRoute = health.status == 404 || health.status == 405 || health.status == 501;
      boolean up = health.status == 200 || (noRoute && metrics.status == 200);
      if (up) {
        BackendReading reading = metrics.reading;
        complete(reading == null ? BackendReading.EMPTY : reading);
      } else {
        completeExceptionally(down(health.failure));
      }
    }

    private BackendUnavailableException down(@Nullable Exception failure) {
      String message = failure == null ? null : failure.getMessage();
      String why = failure == null ? "status " + health.status : String.valueOf(message);
      return new BackendUnavailableException(
          "backend " + backend.id() + " is not healthy: " + Excerpt.of(why), failure);
    }
  }

  /** One answer, and what became of it. Its fields are published by the count of missing pages. */
  private static final class Page implements Callback {

    private final Asked asked;
    private final boolean readMetrics;
    private int status;
    private @Nullable BackendReading reading;
    private @Nullable Exception failure;

    Page(Asked asked, boolean readMetrics) {
      this.asked = asked;
      this.readMetrics = readMetrics;
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        status = response.code();
        if (readMetrics && status == 200) {
          reading = VllmMetrics.read(ReadLimit.source(response.body()));
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
      asked.arrived();
    }

    @Override
    public void onFailure(Call call, IOException e) {
      failed(e);
    }

    void failed(Exception e) {
      failure = e;
      asked.arrived();
    }
  }
}
