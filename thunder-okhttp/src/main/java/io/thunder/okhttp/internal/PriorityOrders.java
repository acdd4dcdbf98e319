package io.thunder.okhttp.internal;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.thunder.backend.Backend;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which way engines count priorities. Callers count as vLLM does, lower first. SGLang takes higher
 * first, unless it was started with {@code --schedule-low-priority-values-first}, which it says when
 * it is probed; until then it is taken for one that was not. Thread-safe.
 */
final class PriorityOrders {

  /** Nobody says which servers will be asked no more: those that were not for long are forgotten. */
  private static final int SERVERS_MAX = 65_536;

  private final Set<URI> lowerFirst = Collections.newSetFromMap(Caffeine.newBuilder()
      .maximumSize(SERVERS_MAX)
      .executor(Runnable::run)
      .<URI, Boolean>build()
      .asMap());

  /** Notes what a server of SGLang, or a router in front of some, does; null if it did not say. */
  void learn(URI server, @Nullable Boolean takesLowerFirst) {
    if (takesLowerFirst != null && takesLowerFirst) {
      lowerFirst.add(server);
    } else if (takesLowerFirst != null) {
      lowerFirst.remove(server);
    }
  }

  /** Notes the servers of a router, which are started alike. */
  void learn(URI router, Collection<URI> servers) {
    learn(router, servers.stream().anyMatch(lowerFirst::contains));
  }

  /** Whether a backend must be sent the negative of what its callers say. */
  boolean isHigherFirst(Backend backend) {
    return switch (backend.kind()) {
      case VLLM, SKYRL, OPENAI -> false;
      case SGLANG, SLIME -> !lowerFirst.contains(backend.uri());
    };
  }
}
