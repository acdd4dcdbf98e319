package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.Mix;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lists the servers, takes note of finished sessions, and hands all else to one of the servers. A
 * session's server follows from its name, so that there is nothing to forget.
 */
final class RouterHandler extends Handler.Abstract {

  private final RouterKind kind;
  private final List<EngineServer> servers;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicLong finished = new AtomicLong();

  RouterHandler(RouterKind kind, List<EngineServer> servers) {
    this.kind = kind;
    this.servers = List.copyOf(servers);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (path.equals(kind.listPath())) {
      List<String> urls = servers.stream().map(EngineServer::url).toList();
      new Exchange(request, response, callback).json(200, kind.list(urls));
      return true;
    }
    if (path.equals(kind.finishPath())) {
      finish(new Exchange(request, response, callback));
      return true;
    }
    return serverOf(request).api().handle(request, response, callback);
  }

  private void finish(Exchange exchange) {
    if (Request.extractQueryParameters(exchange.request()).getValue("session_id") == null) {
      exchange.error(ApiException.badRequest("session_id", "Field required: session_id."));
      return;
    }
    finished.incrementAndGet();
    exchange.json(200, "{\"status\":\"ok\"}");
  }

  /** Returns how often it was told that a session is over. */
  long finishedSessions() {
    return finished.get();
  }

  private EngineServer serverOf(Request request) {
    String session = request.getHeaders().get(kind.sessionHeader());
    long number = session == null ? turn.getAndIncrement() : Mix.hash(session.hashCode());
    return servers.get((int) Math.floorMod(number, (long) servers.size()));
  }
}
