package io.thunder.examples.fleet;

import io.thunder.backend.BackendId;
import io.thunder.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What agents asked for, where it was sent, and what came back. Thread-safe. */
final class AttemptLog {

  /** By program, each program's in order. */
  private final Map<String, List<TurnRecord>> turns = new ConcurrentHashMap<>();

  /** Notes that an agent asks for the next turn of a program; one at a time does. */
  void asked(String program) {
    turns
        .computeIfAbsent(program, unused -> new ArrayList<>())
        .add(new TurnRecord(System.nanoTime()));
  }

  /** Notes that the last turn that was asked for is sent to a backend. */
  Attempt sent(String program, BackendId backend) {
    List<TurnRecord> ofProgram = turns.getOrDefault(program, List.of());
    Attempt attempt = new Attempt(backend, System.nanoTime());
    ofProgram.get(ofProgram.size() - 1).attempts.add(attempt);
    return attempt;
  }

  /** Returns the records, to be read when all turns have ended. */
  List<List<TurnRecord>> programs() {
    return List.copyOf(turns.values());
  }

  /** Returns how often a turn was sent again, at most. */
  int resentMax() {
    return all().stream().mapToInt(turn -> turn.attempts.size() - 1).max().orElse(0);
  }

  /** Returns how often turns were sent again. */
  long resent() {
    return sum(turn -> Math.max(0, turn.attempts.size() - 1));
  }

  /** Returns how many turns were answered. */
  long answered() {
    return sum(turn -> turn.usage() == null ? 0 : 1);
  }

  /** Returns the prompt tokens that were sent, those of turns sent again as often as they were. */
  long sentTokens() {
    return sum(turn -> turn.promptTokens() * turn.attempts.size());
  }

  /** Returns the prompt tokens of the answers. */
  long promptTokens() {
    return sum(TurnRecord::promptTokens);
  }

  /** Returns the prompt tokens of the answers that were found in a cache. */
  long cachedTokens() {
    return sum(TurnRecord::cachedTokens);
  }

  private long sum(ToLongFunction<TurnRecord> figure) {
    return all().stream().mapToLong(figure).sum();
  }

  private List<TurnRecord> all() {
    return turns.values().stream().flatMap(List::stream).toList();
  }

  /** One turn of a program. Written by one thread at a time. */
  static final class TurnRecord {

    final long askedNanos;
    final List<Attempt> attempts = new ArrayList<>(1);

    TurnRecord(long askedNanos) {
      this.askedNanos = askedNanos;
    }

    Attempt last() {
      return attempts.get(attempts.size() - 1);
    }

    private @Nullable Usage usage() {
      return attempts.isEmpty() ? null : last().usage;
    }

    private long promptTokens() {
      Usage usage = usage();
      return usage == null ? 0 : usage.promptTokens();
    }

    private long cachedTokens() {
      Usage usage = usage();
      Long cached = usage == null ? null : usage.cachedTokens();
      return cached == null ? 0 : cached;
    }
  }

  /** One sending of a turn. */
  static final class Attempt {

    final BackendId backend;
    final long sentNanos;
    volatile long endedNanos;
    volatile boolean failed;
    volatile @Nullable Usage usage;

    Attempt(BackendId backend, long sentNanos) {
      this.backend = backend;
      this.sentNanos = sentNanos;
    }

    void ended(@Nullable Usage answered) {
      endedNanos = System.nanoTime();
      failed = answered == null;
      usage = answered;
    }
  }
}
