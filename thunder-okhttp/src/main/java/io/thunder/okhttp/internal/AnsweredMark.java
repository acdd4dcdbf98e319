package io.thunder.okhttp.internal;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/**
 * Tells a turn's body that a response came, so that OkHttp does not repeat the request by itself as
 * it otherwise would after 408, or 503 with {@code Retry-After: 0}: when to try again is the
 * scheduler's decision. A challenge for credentials is left to the caller's authenticator, since
 * nothing was computed.
 *
 * <p>Not an interceptor, which costs each turn another link of OkHttp's chain.
 */
final class AnsweredMark extends EventListener {

  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_UNAUTHORIZED = 407;

  private static final AnsweredMark MARK = new AnsweredMark();

  private AnsweredMark() {}

  /** Listeners of a caller, and after each of them this one. */
  static EventListener.Factory after(EventListener.Factory callers) {
    return call -> callers.create(call).plus(MARK);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    int status = response.code();
    if (call.request().body() instanceof TurnBody turn
        && status != UNAUTHORIZED
        && status != PROXY_UNAUTHORIZED) {
      turn.answered();
    }
  }
}
