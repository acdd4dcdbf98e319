package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.Usage;
import io.thunder.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client, and programs that are all in one state. A program's name is made for it alone, and so
 * counts as part of it; so does the future or lease that its caller holds. To be closed.
 */
abstract class Crowd implements AutoCloseable {

  private static final TurnDemand DEMAND = TurnDemand.ofChars(4_000).withMaxTokens(24);
  private static final Usage USAGE = new Usage(1_000, 24, 0L);
  private static final long ROOM_TOKENS = 2_000;

  private final ThunderClient client;
  private final ProgramState state;

  /** No name comes twice, or what is left of one would be found again and seem to be nothing. */
  private int firstName;

  private int size;

  private Crowd(ThunderClient client, ProgramState state) {
    this.client = client;
    this.state = state;
  }

  /** Between two turns: a tool runs, the backend holds the cache. */
  static Crowd idle(int programs) {
    return new Crowd(Fleets.direct(1, ROOM_TOKENS * programs), ProgramState.ACTING) {
      @Override
      void join(String name) {
        client().admit(name, DEMAND).complete(USAGE);
      }
    };
  }

  /** Between two turns, and paused: each got a longer answer than there was room for. */
  static Crowd paused() {
    Usage tooLong = new Usage(USAGE.promptTokens(), ROOM_TOKENS, 0L);
    return new Crowd(Fleets.direct(1, ROOM_TOKENS), ProgramState.PARKED) {
      // A program that is alone on its backend would stay there.
      private final TurnLease neighbour = client().admit("neighbour", TurnDemand.ofTokens(1));

      @Override
      void join(String name) {
        client().admit(name, DEMAND).complete(tooLong);
      }

      @Override
      public void close() {
        neighbour.close();
        super.close();
      }
    };
  }

  /** Before its first turn, for which there is no room. */
  static Crowd waiting(int programs) {
    return new Crowd(Fleets.direct(1, ROOM_TOKENS), ProgramState.WAITING) {
      private final List<CompletableFuture<TurnLease>> turns = new ArrayList<>(programs);
      private final TurnLease room = client().admit("holder", TurnDemand.ofTokens(ROOM_TOKENS - 1));

      @Override
      void join(String name) {
        turns.add(client().admitAsync(name, DEMAND));
      }

      @Override
      void leave() {
        super.leave();
        turns.clear();
      }

      @Override
      public void close() {
        room.close();
        super.close();
      }
    };
  }

  /** In its first turn. */
  static Crowd active(int programs) {
    return new Crowd(Fleets.direct(1, ROOM_TOKENS * programs), ProgramState.REASONING) {
      private final List<TurnLease> leases = new ArrayList<>(programs);

      @Override
      void join(String name) {
        leases.add(client().admit(name, DEMAND));
      }

      @Override
      void leave() {
        super.leave();
        leases.forEach(TurnLease::close);
        leases.clear();
      }
    };
  }

  final ThunderClient client() {
    return client;
  }

  /** One program more. */
  abstract void join(String name);

  /** Lets programs join. */
  final void join(int programs) {
    for (int i = 0; i < programs; i++) {
      join(name(i));
    }
    size = programs;
  }

  /** Releases all programs. */
  void leave() {
    for (int i = 0; i < size; i++) {
      client.release(name(i));
    }
    firstName += size;
    size = 0;
  }

  /** Makes sure that the programs are in their state; takes memory itself. */
  final void requireState() {
    long there =
        client.snapshot().programs().stream().filter(p -> p.state() == state).count();
    if (there != size) {
      throw new IllegalStateException(there + " of " + size + " programs are " + state);
    }
  }

  private String name(int program) {
    return String.format("program-%08d", firstName + program);
  }

  @Override
  public void close() {
    client.close();
  }
}
