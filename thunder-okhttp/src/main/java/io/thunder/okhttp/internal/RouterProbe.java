package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a router for its servers, and each of those for itself: a router shows neither capacity nor
 * load. The reading is that of all servers that are up; a router without one takes no turns.
 */
final class RouterProbe implements EngineProbe {

  /** Where slime's router and the SGLang gateway list their workers. */
  static final String WORKERS = "/workers";

  private final Pages pages;
  private final String listPath;
  private final EngineProbe servers;

  /** Asks each server that a page of the router lists. */
  RouterProbe(Pages pages, String listPath, EngineProbe servers) {
    this.pages = pages;
    this.listPath = listPath;
    this.servers = servers;
  }

  @Override
  public CompletableFuture<BackendReading> read(URI router, @Nullable Integer rank) {
    return pages.json(router, listPath).thenCompose(this::ask);
  }

  private CompletableFuture<BackendReading> ask(Page<JsonView> list) {
    List<URI> uris = Workers.of(list.content());
    if (uris == null) {
      throw new DownException(listPath + ": " + list.words(), list.failure());
    }
    List<BackendReading> up = new ArrayList<>();
    List<String> down = new ArrayList<>();
    CompletableFuture<?>[] asked = uris.stream()
        .map(server -> servers.read(server, /* rank= */ null).handle((reading, failure) -> {
          synchronized (up) {
            return reading == null ? down.add(server.toString()) : up.add(reading);
          }
        }))
        .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked).thenApply(done -> {
      if (up.isEmpty()) {
        throw new DownException("none of " + uris.size() + " servers is up " + down, null);
      }
      return BackendReading.ofAll(up);
    });
  }
}
