package io.thunder.okhttp.internal;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Tells a turn's body that a response came, so that OkHttp does not repeat the request by itself as
 * it otherwise would after 408, or 503 with {@code Retry-After: 0}: when to try again is the
 * scheduler's decision. A challenge for credentials is left to the caller's authenticator, since
 * nothing was computed.
 */
final class AnsweredMark implements Interceptor {

  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_UNAUTHORIZED = 407;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    int status = response.code();
    RequestBody body = chain.request().body();
    if (body instanceof ChatBody turn && status != UNAUTHORIZED && status != PROXY_UNAUTHORIZED) {
      turn.answered();
    }
    return response;
  }
}
