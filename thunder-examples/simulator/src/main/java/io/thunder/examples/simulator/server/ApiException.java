package io.thunder.examples.simulator.server;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, in the words of a vLLM server. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final @Nullable String param;

  ApiException(int status, String type, @Nullable String param, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.param = param;
  }

  static ApiException badRequest(@Nullable String param, String message) {
    return new ApiException(400, "BadRequestError", param, message);
  }

  static ApiException contextOverflow(int maxModelLen, long promptTokens, long outputTokens) {
    return badRequest(
        "input_tokens",
        "This model's maximum context length is " + maxModelLen
            + " tokens. However, you requested " + outputTokens
            + " output tokens and your prompt contains " + promptTokens
            + " input tokens, for a total of " + (promptTokens + outputTokens)
            + " tokens. Please reduce the length of the input prompt or the number of requested"
            + " output tokens. (parameter=input_tokens, value=" + promptTokens + ")");
  }

  static ApiException unknownModel(String model) {
    return new ApiException(
        404, "NotFoundError", "model", "The model `" + model + "` does not exist.");
  }

  static ApiException notFound() {
    return new ApiException(404, "Not Found", null, "Not Found");
  }

  static ApiException methodNotAllowed() {
    return new ApiException(405, "Method Not Allowed", null, "Method Not Allowed");
  }

  static ApiException bodyTooLarge(int maxBodyBytes) {
    return new ApiException(
        413,
        "Request Entity Too Large",
        null,
        "The request body is longer than " + maxBodyBytes + " bytes.");
  }

  static ApiException engineDead() {
    return new ApiException(
        500,
        "InternalServerError",
        null,
        "EngineCore encountered an issue. See stack trace (above) for the root cause.");
  }

  int status() {
    return status;
  }

  /** Returns the body of the answer. */
  String json() {
    JsonText json = new JsonText().beginObject().name("error").beginObject();
    json.name("message").value(String.valueOf(getMessage()));
    json.name("type").value(type);
    json.name("param").value(param);
    json.name("code").value(status);
    return json.endObject().endObject().toString();
  }
}
