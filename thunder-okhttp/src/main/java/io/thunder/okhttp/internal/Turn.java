package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.transport.CancelSignal;
import java.util.Map;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** One turn on its way: what was asked of whom, and how to stop it. */
final class Turn {

  private final Backend backend;
  private final Map<String, String> headers;
  private final TurnBody body;
  private final Call call;
  private final CancelSignal signal;

  /** The thread that blocks on the turn, if one does. Read by the watch. */
  private volatile @Nullable Thread waiter;

  /** Why it was given up, in words; null as long as it was not. */
  private volatile @Nullable String givenUp;

  /** The status of the response, 0 while there is none. */
  private volatile int status;

  Turn(
      Backend backend, Map<String, String> headers, TurnBody body, Call call, CancelSignal signal) {
    this.backend = backend;
    this.headers = headers;
    this.body = body;
    this.call = call;
    this.signal = signal;
  }

  Backend backend() {
    return backend;
  }

  /** Its own headers, beside the transport's. */
  Map<String, String> headers() {
    return headers;
  }

  TurnBody body() {
    return body;
  }

  Call call() {
    return call;
  }

  TurnProgress progress() {
    return body.progress();
  }

  /** Cancels a turn that took too long, as the words say. */
  void giveUp(String words) {
    if (givenUp == null) {
      givenUp = words; // first: the thread that reads asks once its call fails
      call.cancel();
    }
  }

  /** Why it was given up, in words; null if it was not. */
  @Nullable
  String givenUp() {
    return givenUp;
  }

  CancelSignal signal() {
    return signal;
  }

  @Nullable
  Thread waiter() {
    return waiter;
  }

  void waiter(@Nullable Thread thread) {
    waiter = thread;
  }

  int status() {
    return status;
  }

  void status(int code) {
    status = code;
  }

  /** Whether the current thread blocks on the turn and was interrupted. */
  boolean isInterrupted() {
    Thread current = Thread.currentThread();
    return current.equals(waiter) && current.isInterrupted();
  }
}
