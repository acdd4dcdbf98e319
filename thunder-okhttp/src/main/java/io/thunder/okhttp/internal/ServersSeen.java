package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the servers behind one router said when they were asked last, and what was lost with those that
 * started anew or went away. Immutable.
 *
 * <p>A server that does not answer once counts as it was: half a fleet is not gone because a page was
 * late. One that does not answer twice, or is listed no more, is gone, and the router sends its programs
 * elsewhere. That is told when it goes and not when it comes back, since by then it cannot be known
 * whether it is the same. One that shows no counter, such as SGLang without metrics, and comes back
 * before it was missed twice, is not told from one that was late.
 *
 * @param servers those that count
 * @param cachesLost how many times over all caches were lost; each time one of four was, a quarter
 */
record ServersSeen(Map<Worker, Server> servers, double cachesLost) {

  private static final ServersSeen NONE = new ServersSeen(Map.of(), 0);

  /** What one of them said last, its last counter of lookups, and whether it was not heard of since. */
  record Server(BackendReading reading, @Nullable Long queryTokens, boolean late) {

    static Server of(BackendReading reading, @Nullable Server before) {
      Long queryTokens = reading.prefixQueryTokens();
      Long last = queryTokens == null && before != null ? before.queryTokens : queryTokens;
      return new Server(reading, last, /* late= */ false);
    }

    /** A counter falls when an engine starts anew, and to little, since it begins at 0. */
    boolean startedAnewAfter(Server before) {
      return queryTokens != null
          && before.queryTokens != null
          && queryTokens < before.queryTokens / 2;
    }
  }

  /**
   * What is known after all have been asked once more.
   *
   * @param before what was known then, or null
   * @param answers what each listed server says, null for one that does not answer
   */
  static ServersSeen after(
      @Nullable ServersSeen before, Map<Worker, @Nullable BackendReading> answers) {
    ServersSeen then = before == null ? NONE : before;
    Map<Worker, Server> now = new HashMap<>();
    answers.forEach((worker, answer) -> {
      Server said = then.servers.get(worker);
      if (answer != null) {
        now.put(worker, Server.of(answer, said));
      } else if (said != null && !said.late) {
        now.put(worker, new Server(said.reading, said.queryTokens, /* late= */ true));
      }
    });
    return new ServersSeen(now, then.cachesLost + then.shareLost(now));
  }

  private double shareLost(Map<Worker, Server> now) {
    long lost = servers.keySet().stream()
        .filter(worker -> hasLostItsCache(worker, now.get(worker)))
        .count();
    return lost == 0 ? 0 : (double) lost / servers.size();
  }

  private boolean hasLostItsCache(Worker worker, @Nullable Server now) {
    Server before = servers.get(worker);
    return now == null || (before != null && now.startedAnewAfter(before));
  }

  /** What counts as said by a server now, or null if it is down. */
  @Nullable
  BackendReading reading(Worker worker) {
    Server server = servers.get(worker);
    return server == null ? null : server.reading;
  }
}
