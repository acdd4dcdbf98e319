package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ThunderException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends control calls, each once, and says what became of them. Thread-safe. */
final class ControlCalls {

  /** What engines say is a line or two. */
  private static final long ANSWER_BYTES_MAX = 64 * 1024;

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final OkHttpClient client;
  private final Headers headers;

  ControlCalls(OkHttpClient client, Headers headers) {
    this.client = client;
    this.headers = headers;
  }

  /** Never throws, and fails with nothing but a {@link ThunderException}. */
  CompletableFuture<Void> send(Backend backend, ControlRoutes.Call call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    OnceBody body = new OnceBody(call.json());
    try {
      Request request = new Request.Builder()
          .url(backend.uri() + call.path())
          .headers(headers)
          .post(body)
          .build();
      client.newCall(request).enqueue(new Answer(backend, call, body, done));
    } catch (RuntimeException e) {
      done.completeExceptionally(new BackendUnavailableException(
          "backend " + backend.id() + " cannot be asked for " + call.route(), e));
    }
    return done;
  }

  /** What a backend answers to a call. */
  private final class Answer implements Callback {

    private final Backend backend;
    private final ControlRoutes.Call call;
    private final OnceBody body;
    private final CompletableFuture<Void> done;

    Answer(Backend backend, ControlRoutes.Call call, OnceBody body, CompletableFuture<Void> done) {
      this.backend = backend;
      this.call = call;
      this.body = body;
      this.done = done;
    }

    @Override
    public void onResponse(Call http, Response response) {
      @Nullable ThunderException failure;
      try (response) {
        String text =
            Redactor.redact(BoundedBody.head(response, ANSWER_BYTES_MAX), headers, Map.of());
        failure = response.isSuccessful() ? refusal(text) : failure(response, text);
      } catch (IOException e) {
        failure = brokeOff(e);
      }
      end(failure);
    }

    @Override
    public void onFailure(Call http, IOException e) {
      end(
          body.sent()
              ? brokeOff(e)
              : new BackendUnavailableException(
                  "backend " + backend.id() + " cannot be reached for " + call.route() + words(e),
                  e));
    }

    private void end(@Nullable ThunderException failure) {
      if (failure == null) {
        done.complete(null);
      } else {
        done.completeExceptionally(failure);
      }
    }

    private ThunderException failure(Response response, String text) {
      EngineError error = EngineError.ofBody(text);
      EngineError clean =
          new EngineError(Redactor.redact(error.message(), headers, Map.of()), error.code());
      int status = response.code();
      if (status == BAD_REQUEST) { // it could not, as things are: SGLang, while turns use its cache
        return new BackendFailedException(
            "backend " + backend.id() + " did not do " + call.route() + ": " + clean.message(),
            status,
            null);
      }
      return StatusMapper.ofStatus(
          backend.id(),
          status,
          status == NOT_FOUND ? clean.with(call.route() + ": " + call.ifMissing()) : clean,
          RetryAfter.of(response));
    }

    /** vLLM says {@code {"success":false}} with a good status since July 2026. */
    private @Nullable ThunderException refusal(String text) {
      try {
        JsonView answer = JsonView.parse(text);
        JsonView success = answer.isObject() ? answer.get("success") : null;
        return success == null || !success.is("false")
            ? null
            : new BackendFailedException(
                "backend " + backend.id() + " did not do " + call.route() + ": " + Excerpt.of(text),
                200,
                null);
      } catch (MalformedException e) {
        return null; // SGLang answers in plain text, and vLLM did with nothing
      }
    }

    private BackendFailedException brokeOff(IOException e) {
      return new BackendFailedException(
          "backend " + backend.id() + " did not answer to " + call.route() + words(e), 0, e);
    }

    private static String words(IOException e) {
      String message = e.getMessage();
      return ": " + (message == null ? e.getClass().getSimpleName() : Excerpt.of(message));
    }
  }
}
