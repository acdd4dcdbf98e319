package io.thunder.examples.simulator.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One HTTP request and the way to answer it.
 *
 * @param request what was asked
 * @param response where the answer goes
 * @param callback to complete once
 * @param dialect how errors are put
 */
public record Exchange(Request request, Response response, Callback callback, Dialect dialect) {

  private static final String JSON = "application/json";

  /**
   * A request to a server that speaks as vLLM does.
   *
   * @param request what was asked
   * @param response where the answer goes
   * @param callback to complete once
   */
  public Exchange(Request request, Response response, Callback callback) {
    this(request, response, callback, Dialect.VLLM);
  }

  /** The same, but errors are put into an envelope, as SGLang does on routes of its own. */
  Exchange nestingErrors() {
    return new Exchange(request, response, callback, Dialect.VLLM);
  }

  /**
   * Answers with JSON.
   *
   * @param status of the answer
   * @param body the document
   */
  public void json(int status, String body) {
    answer(status, JSON, body);
  }

  /**
   * Answers with an error.
   *
   * @param error what went wrong
   */
  public void error(ApiException error) {
    json(error.status(), dialect.error(error));
  }

  /**
   * Answers with a text of a type.
   *
   * @param status of the answer
   * @param contentType of the text
   * @param body the text
   */
  public void answer(int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
