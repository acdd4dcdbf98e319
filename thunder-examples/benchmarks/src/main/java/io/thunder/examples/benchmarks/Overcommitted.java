package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.Usage;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * There is room for few: {@value #RUNNING} programs per backend run, {@value #WAITING} wait. Each
 * step ends a turn and its program, which hands the room to a waiting one, and lets another program
 * join the pool. The registered programs act throughout and hold one block each.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls setUp()
public class Overcommitted {

  private static final int RUNNING = 16;
  private static final int WAITING = 4_000;
  private static final long BLOCK_TOKENS = 16;
  private static final long TOKENS = 1_024;

  private static final TurnDemand SMALL = TurnDemand.ofTokens(8).withMaxTokens(1);
  private static final Usage SMALL_USAGE = new Usage(8, 1, 8L);
  private static final TurnDemand LARGE =
      TurnDemand.ofTokens(TOKENS - BLOCK_TOKENS).withMaxTokens(1);
  private static final Usage LARGE_USAGE = new Usage(TOKENS - BLOCK_TOKENS, 1, 0L);

  /** Programs that are registered, and act. */
  @Param("100")
  public int programs;

  /** Backends that are up. */
  @Param("1")
  public int backends;

  /** The client's own timer may hold the engine for a moment, and then it is who adds here. */
  private final Queue<TurnLease> running = new ConcurrentLinkedQueue<>();

  private ThunderClient client;
  private String[] names;
  private int next;

  /** Creates a benchmark for JMH. */
  public Overcommitted() {}

  /** Fills the backends and the pool. */
  @Setup
  public void setUp() {
    long acting = (programs / backends + 1) * BLOCK_TOKENS;
    client = Fleets.direct(backends, acting + RUNNING * TOKENS);
    Fleets.register(client, Fleets.names("acting", programs), SMALL, SMALL_USAGE);
    names = Fleets.names("program", RUNNING * backends + 2 * WAITING);
    for (int i = 0; i < RUNNING * backends + WAITING; i++) {
      join();
    }
    requireWaiting();
  }

  /** Makes sure that the pool was full to the end, and closes the client. */
  @TearDown
  public void tearDown() {
    requireWaiting();
    client.close();
    running.forEach(TurnLease::close);
  }

  /** One turn ends, one that waited begins, one joins the pool. */
  @org.openjdk.jmh.annotations.Benchmark
  public void handOn() {
    TurnLease lease = running.poll();
    while (lease == null) {
      Thread.onSpinWait();
      lease = running.poll();
    }
    lease.complete(LARGE_USAGE);
    client.release(lease.program().value());
    join();
  }

  private void join() {
    String program = names[next];
    next = next + 1 == names.length ? 0 : next + 1;
    CompletableFuture<Void> unused = client.admitAsync(program, LARGE).thenAccept(running::add);
  }

  private void requireWaiting() {
    ThunderSnapshot picture = client.snapshot();
    if (picture.waitingTurns() < WAITING - backends) {
      throw new IllegalStateException(
          WAITING + " turns should wait, but it is " + picture.waitingTurns());
    }
  }
}
