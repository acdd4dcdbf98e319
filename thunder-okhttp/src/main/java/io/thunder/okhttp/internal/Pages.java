package io.thunder.okhttp.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Asks servers for pages about themselves. What goes wrong is part of the page. Thread-safe. */
final class Pages {

  private final OkHttpClient client;
  private final Headers headers;

  /** Without following redirects, and bounded in time, as the client is. */
  Pages(OkHttpClient client, Headers headers) {
    this.client = client;
    this.headers = headers;
  }

  /** The same without headers: credentials are for the server that they were given for. */
  Pages anonymous() {
    return new Pages(client, Headers.EMPTY);
  }

  /** Only the status counts. */
  CompletableFuture<Page<Boolean>> status(URI server, String path) {
    return get(server, path, response -> true);
  }

  /** A JSON page. */
  CompletableFuture<Page<JsonView>> json(URI server, String path) {
    return get(
        server,
        path,
        response -> JsonView.parse(BoundedBody.text(response, PrometheusText.PAGE_BYTES_MAX)));
  }

  /** Any page; the future never fails. */
  <T> CompletableFuture<Page<T>> get(URI server, String path, Reader<T> reader) {
    CompletableFuture<Page<T>> page = new CompletableFuture<>();
    try {
      Request request =
          new Request.Builder().url(server + path).headers(headers).build();
      client.newCall(request).enqueue(new Arrival<>(page, reader, headers));
    } catch (RuntimeException e) {
      page.complete(new Page<>(0, null, e));
    }
    return page;
  }

  /** Reads the body of a page. */
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  private record Arrival<T>(CompletableFuture<Page<T>> page, Reader<T> reader, Headers headers)
      implements Callback {

    @Override
    public void onResponse(Call call, Response response) {
      @Nullable T content = null;
      @Nullable Throwable failure = null;
      try (response) {
        if (response.code() == 200) {
          content = reader.read(response);
        }
      } catch (MalformedException e) {
        failure = e.clean(headers, Map.of());
      } catch (IOException | RuntimeException | Error e) { // nobody else would complete the page
        failure = e;
      }
      page.complete(new Page<>(response.code(), content, failure));
    }

    @Override
    public void onFailure(Call call, IOException e) {
      page.complete(new Page<>(0, null, e));
    }
  }
}
