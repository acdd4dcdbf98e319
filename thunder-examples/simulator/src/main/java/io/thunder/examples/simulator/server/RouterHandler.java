package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.Mix;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lists the servers, and hands all else to one of them. */
final class RouterHandler extends Handler.Abstract {

  private final RouterKind kind;
  private final List<EngineServer> servers;
  private final AtomicInteger turn = new AtomicInteger();

  RouterHandler(RouterKind kind, List<EngineServer> servers) {
    this.kind = kind;
    this.servers = List.copyOf(servers);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (Request.getPathInContext(request).equals(kind.listPath())) {
      List<String> urls = servers.stream().map(EngineServer::url).toList();
      new Exchange(request, response, callback).json(200, kind.list(urls));
      return true;
    }
    return serverOf(request).api().handle(request, response, callback);
  }

  private EngineServer serverOf(Request request) {
    String session = request.getHeaders().get(kind.sessionHeader());
    long number = session == null ? turn.getAndIncrement() : Mix.hash(session.hashCode());
    return servers.get((int) Math.floorMod(number, (long) servers.size()));
  }
}
