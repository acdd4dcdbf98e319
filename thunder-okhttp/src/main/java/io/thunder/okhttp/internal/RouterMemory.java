package io.thunder.okhttp.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the servers behind each router that was asked. Nobody says when one will be asked no
 * more: when there are too many, those that were not asked for long are forgotten, and are to be learnt
 * anew if they are asked again. Thread-safe.
 */
final class RouterMemory {

  /** Behind all routers together: some 200 B each, so 13 MB. */
  private static final int SERVERS_MAX = 65_536;

  private final Cache<URI, ServersSeen> routers = Caffeine.newBuilder()
      .maximumWeight(SERVERS_MAX)
      .weigher((URI router, ServersSeen seen) -> 1 + seen.servers().size())
      .executor(Runnable::run) // what there is to tidy up is not worth another thread
      .build();

  /** Notes what each server says that a router lists, null for one that does not answer. */
  ServersSeen note(URI router, Map<Worker, @Nullable BackendReading> answers) {
    return routers.asMap().compute(router, (same, before) -> ServersSeen.after(before, answers));
  }

  /** How many routers are known. */
  int size() {
    routers.cleanUp();
    return routers.asMap().size();
  }
}
