package io.thunder.okhttp.internal;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tells a turn's body what OkHttp does with it: how far it is, for those who watch it, and that a
 * response came, so that OkHttp does not repeat the request by itself as it otherwise would
 * after 408, or 503 with {@code Retry-After: 0}: when to try again is the scheduler's decision. A
 * challenge for credentials is left to the caller's authenticator, since nothing was computed.
 *
 * <p>Not an interceptor, which costs each turn another link of OkHttp's chain.
 */
final class TurnEvents extends EventListener {

  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_UNAUTHORIZED = 407;

  private static final TurnEvents EVENTS = new TurnEvents();

  private TurnEvents() {}

  /** Listeners of a caller, and after each of them this one. */
  static EventListener.Factory after(EventListener.Factory callers) {
    return call -> callers.create(call).plus(EVENTS);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    connecting(call);
  }

  @Override
  public void secureConnectStart(Call call) {
    connecting(call);
  }

  /** What OkHttp has yet to flush, a few pieces at most, counts as received. */
  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    receiving(call);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    receiving(call); // an engine may answer before it has read all
    TurnBody turn = turn(call);
    int status = response.code();
    if (turn != null && status != UNAUTHORIZED && status != PROXY_UNAUTHORIZED) {
      turn.answered();
    }
  }

  private static void receiving(Call call) {
    TurnBody turn = turn(call);
    if (turn != null) {
      turn.progress().enter(TurnProgress.Phase.RECEIVING);
    }
  }

  private static void connecting(Call call) {
    TurnBody turn = turn(call);
    if (turn != null) {
      turn.progress().connecting();
    }
  }

  private static @Nullable TurnBody turn(Call call) {
    return call.request().body() instanceof TurnBody turn ? turn : null;
  }
}
