package io.thunder.okhttp.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads which servers are behind a router: {@code {"servers":["http://…"]}} of SkyRL, {@code
 * {"workers":[{"url":"http://…"}]}} of slime and of the SGLang gateway, {@code {"urls":[…]}} of older
 * ones.
 */
final class Workers {

  /** More than any router has; a page may be anything. */
  private static final int WORKERS_MAX = 4_096;

  private static final String[] LISTS = {"servers", "workers", "urls"};

  private Workers() {}

  /**
   * The servers that can be asked, each once; null if the page lists none of the above.
   *
   * @throws DownException if none of those that it lists can be asked
   */
  static @Nullable List<Worker> of(@Nullable JsonView page) {
    return read(page, 1);
  }

  /**
   * All servers, for what must be said to each of them; null if the page lists none of the above.
   *
   * @throws DownException if any cannot be asked
   */
  static @Nullable List<Worker> all(@Nullable JsonView page) {
    return read(page, WORKERS_MAX);
  }

  private static @Nullable List<Worker> read(@Nullable JsonView page, int needed) {
    JsonView list = list(page);
    if (list == null) {
      return null;
    }
    Set<Worker> servers = new LinkedHashSet<>();
    int[] counts = new int[2]; // listed, and to be asked
    list.items(item -> {
      counts[0]++;
      Worker server = counts[1] < WORKERS_MAX ? Worker.of(item) : null;
      if (server != null) {
        counts[1]++;
        servers.add(server);
      }
    });
    if (counts[1] < Math.min(needed, counts[0])) {
      String which = counts[1] == 0 ? "none" : "only " + counts[1];
      throw new DownException(which + " of " + counts[0] + " servers has an http URL", null);
    }
    return new ArrayList<>(servers);
  }

  /** Whether a page lists servers, whatever they are. */
  static boolean lists(@Nullable JsonView page) {
    return list(page) != null;
  }

  private static @Nullable JsonView list(@Nullable JsonView page) {
    if (page != null && page.isObject()) {
      for (JsonView list : page.get(LISTS)) {
        if (list != null) {
          return list.isArray() ? list : null;
        }
      }
    }
    return null;
  }
}
