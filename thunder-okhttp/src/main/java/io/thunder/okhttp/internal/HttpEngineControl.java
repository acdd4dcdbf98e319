package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.RequestRejectedException;
import io.thunder.transport.EngineControl;
import io.thunder.transport.PauseMode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * Controls engines, each as its family wants it. Servers behind a router are asked without the
 * transport's headers, as when they are probed: credentials are for the server that they were given
 * for. Thread-safe.
 */
final class HttpEngineControl implements EngineControl {

  private static final ControlRoutes VLLM = new VllmControl();
  private static final ControlRoutes SGLANG = new SglangControl();

  /** Ended programs that routers are to be told of still; one that hangs must not let them add up. */
  private static final int FINISHED_MAX = 10_000;

  private final ControlCalls own;
  private final ControlCalls anonymous;
  private final ControlCalls sessions;
  private final Dispatcher waitingSessions;
  private final EngineProbes probes;

  HttpEngineControl(Clients clients, Headers headers, EngineProbes probes) {
    this.own = new ControlCalls(clients.controls(), headers);
    this.anonymous = new ControlCalls(clients.controls(), Headers.EMPTY);
    this.sessions = new ControlCalls(clients.sessions(), headers);
    this.waitingSessions = clients.sessions().dispatcher();
    this.probes = probes;
  }

  @Override
  public CompletableFuture<Void> pause(Backend backend, PauseMode mode) {
    return ask(backend, routes -> routes.pause(mode));
  }

  @Override
  public CompletableFuture<Void> resume(Backend backend) {
    return ask(backend, ControlRoutes::resume);
  }

  @Override
  public CompletableFuture<Void> flushCache(Backend backend) {
    return ask(backend, ControlRoutes::flushCache);
  }

  @Override
  public CompletableFuture<Void> abortTurns(Backend backend) {
    return ask(backend, ControlRoutes::abortTurns);
  }

  /** SkyRL's routers have such a route since June 2026. */
  @Override
  public CompletableFuture<Void> finishProgram(Backend backend, String routingKey) {
    if (backend.kind() != BackendKind.SKYRL) {
      return CompletableFuture.completedFuture(null);
    }
    if (waitingSessions.queuedCallsCount() >= FINISHED_MAX) {
      return CompletableFuture.failedFuture(new BackendUnavailableException(
          "backend " + backend.id() + " is not told of one more program: " + FINISHED_MAX
              + " such calls wait already",
          null));
    }
    HttpUrl.Builder query = HttpUrl.get(backend.uri() + "/finish_session").newBuilder();
    query.addQueryParameter("session_id", routingKey);
    String path = "/finish_session?" + query.build().encodedQuery();
    return sessions.send(
        backend, new ControlRoutes.Call(path, "", "SkyRL's routers have it since June 2026"));
  }

  private CompletableFuture<Void> ask(
      Backend backend, Function<ControlRoutes, ControlRoutes.Call> call) {
    return switch (backend.kind()) {
      case VLLM -> own.send(backend, call.apply(VLLM));
      case SGLANG -> own.send(backend, call.apply(SGLANG));
      case SKYRL -> askServers(backend, call.apply(VLLM));
      case SLIME -> askServers(backend, call.apply(SGLANG));
      case OPENAI ->
        CompletableFuture.failedFuture(new RequestRejectedException(
            "backend "
                + backend.id()
                + " cannot be controlled, as far as is known of its kind: if it is vLLM or SGLang,"
                + " configure it as that",
            RequestRejectedException.NOT_FOUND));
    };
  }

  /** Asks each server once, whatever becomes of the others. */
  private CompletableFuture<Void> askServers(Backend router, ControlRoutes.Call call) {
    BackendKind kind = RouterServers.kindBehind(router.kind());
    return probes.everyServer(router).thenCompose(servers -> {
      if (servers.isEmpty()) {
        return CompletableFuture.failedFuture(new BackendUnavailableException(
            "backend " + router.id() + " lists no servers to be controlled", null));
      }
      return CompletableFuture.allOf(servers.stream()
          .map(server -> anonymous.send(Backend.of(kind, server.toString()), call))
          .toArray(CompletableFuture<?>[]::new));
    });
  }
}
