package io.thunder.examples.replay;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Servers that the user named. */
final class RemoteBackends {

  private RemoteBackends() {}

  static List<Backend> parse(List<String> urls) throws UsageException {
    List<Backend> backends = new ArrayList<>();
    for (String url : urls) {
      Backend backend = parse(url);
      if (backends.contains(backend)) {
        throw new UsageException("backend " + url + " is given twice");
      }
      backends.add(backend);
    }
    return backends;
  }

  private static Backend parse(String url) throws UsageException {
    try {
      return Backend.vllm(url);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--backend: " + e.getMessage());
    }
  }

  /** Asks each whether it is there, and returns the longest context that all of them accept. */
  static long check(List<Backend> backends) throws IOException {
    long limit = Long.MAX_VALUE;
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      for (Backend backend : backends) {
        Long capacity = probe(transport, backend).capacityTokens();
        limit = Math.min(limit, capacity == null ? Long.MAX_VALUE : capacity);
        limit = Math.min(limit, ServedModel.maxModelLen(backend));
      }
    }
    return limit;
  }

  private static BackendReading probe(OkHttpTransport transport, Backend backend)
      throws IOException {
    try {
      return transport.probe(backend).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("backend " + backend.uri() + " does not answer: " + cause.getMessage());
    }
  }
}
