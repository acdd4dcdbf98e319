package io.thunder.examples.simulator.server;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, in the words of a vLLM server. */
public final class ApiException extends RuntimeException {

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

  /**
   * The request makes no sense.
   *
   * @param param the field that is wrong, null if it is not one field
   * @param message what is wrong with it
   * @return an exception of status 400
   */
  public static ApiException badRequest(@Nullable String param, String message) {
    return new ApiException(400, "BadRequestError", param, message);
  }

  /**
   * Prompt and answer are longer than the model allows.
   *
   * @param maxModelLen tokens that it allows
   * @param promptTokens tokens of the prompt
   * @param outputTokens tokens asked for
   * @return an exception of status 400
   */
  public static ApiException contextOverflow(
      int maxModelLen, long promptTokens, long outputTokens) {
    return badRequest(
        "input_tokens",
        "This model's maximum context length is " + maxModelLen
            + " tokens. However, you requested " + outputTokens
            + " output tokens and your prompt contains " + promptTokens
            + " input tokens, for a total of " + (promptTokens + outputTokens)
            + " tokens. Please reduce the length of the input prompt or the number of requested"
            + " output tokens. (parameter=input_tokens, value=" + promptTokens + ")");
  }

  /**
   * There is no such model.
   *
   * @param model the name
   * @return an exception of status 404
   */
  public static ApiException unknownModel(String model) {
    return new ApiException(
        404, "NotFoundError", "model", "The model `" + model + "` does not exist.");
  }

  /**
   * There is nothing at the path.
   *
   * @return an exception of status 404
   */
  public static ApiException notFound() {
    return new ApiException(404, "Not Found", null, "Not Found");
  }

  /**
   * There is something at the path, but not for the method.
   *
   * @return an exception of status 405
   */
  public static ApiException methodNotAllowed() {
    return new ApiException(405, "Method Not Allowed", null, "Method Not Allowed");
  }

  static ApiException notImplemented(String message) {
    return new ApiException(501, "NotImplementedError", null, message);
  }

  static ApiException bodyTooLarge(int maxBodyBytes) {
    return new ApiException(
        413,
        "Request Entity Too Large",
        null,
        "The request body is longer than " + maxBodyBytes + " bytes.");
  }

  /**
   * The engine cannot answer this or any other request.
   *
   * @return an exception of status 500
   */
  public static ApiException engineDead() {
    return new ApiException(
        500,
        "InternalServerError",
        null,
        "EngineCore encountered an issue. See stack trace (above) for the root cause.");
  }

  int status() {
    return status;
  }

  /** The error as servers without an envelope write it. */
  String flatJson() {
    JsonText json = new JsonText().beginObject().name("object").value("error");
    writeFields(json);
    return json.endObject().toString();
  }

  private void writeFields(JsonText json) {
    json.name("message").value(String.valueOf(getMessage()));
    json.name("type").value(type);
    json.name("param").value(param);
    json.name("code").value(status);
  }

  /**
   * The error envelope.
   *
   * @return the body of the answer
   */
  public String json() {
    JsonText json = new JsonText().beginObject().name("error").beginObject();
    writeFields(json);
    return json.endObject().endObject().toString();
  }
}
