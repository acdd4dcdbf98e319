package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import java.net.URI;
import java.util.List;

/** Reads the servers that a router lists: as backends of their own, or just where they are. */
final class RouterServers {

  private RouterServers() {}

  /** Where a router lists its servers. */
  static String path(BackendKind router) {
    return router == BackendKind.SKYRL ? SkyrlProbe.SERVERS : RouterProbe.WORKERS;
  }

  /** What the servers behind a router are. */
  static BackendKind kindBehind(BackendKind router) {
    return router == BackendKind.SKYRL ? BackendKind.VLLM : BackendKind.SGLANG;
  }

  /** The servers on a page of a router, each once; throws if it lists none that take turns alone. */
  static List<Backend> of(BackendKind router, Page<JsonView> page) {
    List<Worker> workers = Workers.of(page.content());
    if (workers == null) {
      throw new DownException(path(router) + ": " + page.words(), page.failure());
    }
    if (workers.stream().anyMatch(Worker::isPartial)) {
      throw new DownException(
          path(router) + ": workers for prefill or decode only, which need their router", null);
    }
    BackendKind kind = kindBehind(router);
    return workers.stream().map(worker -> backend(kind, worker)).distinct().toList();
  }

  /** All servers on a page of a router, whatever part of turns they do; throws if any has no URL. */
  static List<URI> roots(BackendKind router, Page<JsonView> page) {
    List<Worker> workers = Workers.all(page.content());
    if (workers == null) {
      throw new DownException(path(router) + ": " + page.words(), page.failure());
    }
    return workers.stream().map(Worker::uri).distinct().toList();
  }

  private static Backend backend(BackendKind kind, Worker worker) {
    Backend server = Backend.of(kind, worker.uri().toString());
    Integer rank = worker.rank();
    return rank == null ? server : server.ranks(rank + 1).get(rank);
  }
}
