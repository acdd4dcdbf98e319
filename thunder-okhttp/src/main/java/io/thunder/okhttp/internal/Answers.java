package io.thunder.okhttp.internal;

import io.thunder.error.ThunderException;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Response;

/** Checks responses and reads whole answers. */
final class Answers {

  /** Enough for any engine's words; a page of HTML is not worth more. */
  private static final long ERROR_BYTES_MAX = 64 * 1024;

  /** Of a route, or of a model. */
  private static final int NOT_FOUND = 404;

  private final Settings settings;

  Answers(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads a whole answer.
   *
   * @throws ThunderException if the engine refused or failed
   */
  <A> A read(Turn turn, Response response, AnswerCodec<A> codec) throws IOException {
    requireSuccess(turn, response);
    String json = BoundedBody.text(response, settings.responseBytesMax(), turn.progress()::moved);
    JsonView body = JsonView.parse(json);
    EngineError error = codec.error(body);
    if (error != null) {
      throw StatusMapper.ofGoodStatus(
          turn.backend().id(), response.code(), clean(turn, error), /* first= */ true);
    }
    return codec.decode(json, body);
  }

  /**
   * Makes sure that a stream begins.
   *
   * @throws ThunderException if the engine refused or failed
   */
  void requireStream(Turn turn, Response response) throws IOException {
    requireSuccess(turn, response);
    MediaType type = response.body().contentType();
    String subtype = type == null ? "" : type.subtype();
    if (subtype.equals("json") || subtype.equals("html")) {
      String head = BoundedBody.head(response, ERROR_BYTES_MAX);
      throw new MalformedException("not a stream of events", head);
    }
  }

  /** The error without anything that was sent in headers. */
  EngineError clean(Turn turn, EngineError error) {
    String message = Redactor.redact(error.message(), settings.headers(), turn.headers());
    return new EngineError(message, error.code());
  }

  private void requireSuccess(Turn turn, Response response) {
    turn.status(response.code());
    if (!response.isSuccessful()) {
      String body = Redactor.redact(errorBody(response), settings.headers(), turn.headers());
      EngineError error =
          clean(turn, EngineError.ofBody(body)); // before it is cut short, and after
      boolean noRoute = response.code() == NOT_FOUND && error.isOfRoute();
      throw StatusMapper.ofStatus(
          turn.backend().id(),
          response.code(),
          noRoute ? error.with(turn.body().ifNoRoute()) : error,
          RetryAfter.of(response));
    }
  }

  private static String errorBody(Response response) {
    try {
      return BoundedBody.head(response, ERROR_BYTES_MAX);
    } catch (IOException e) {
      // The status is what counts; its explanation broke off.
      return "";
    }
  }
}
