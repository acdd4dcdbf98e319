package io.thunder.okhttp;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendSource;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The servers that a router lists. */
record RouterBackends(OkHttpTransport transport, Backend router) implements BackendSource {

  @Override
  public List<Backend> backends() throws Exception {
    try {
      return transport.servers(router).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception known ? known : e;
    }
  }

  /** Names the router. */
  @Override
  public String toString() {
    return "servers of " + router.kind() + " " + router.uri();
  }
}
