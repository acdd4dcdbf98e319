package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.Usage;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * There is room for all: programs that act get their next turn at once and end it. Which program
 * comes next is random, and contexts differ in size, as they would. Each turn names its program
 * anew, as a request does that has just been read; names kept by the million would be cold, which is
 * their caller's cost. Several threads share the client, each with programs of its own.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls setUp()
public class FreeCapacity {

  private static final int SIZES = 64;
  private static final int TOKENS_MIN = 500;
  private static final int TOKENS_STEP = 100;
  private static final int GENERATED = 24;
  private static final int TOKENS_MAX = TOKENS_MIN + SIZES * TOKENS_STEP + 16 * GENERATED;

  /** Programs that are registered, and act. */
  @Param("100")
  public int programs;

  /** Backends that are up. */
  @Param("1")
  public int backends;

  private final TurnDemand[] demands = new TurnDemand[SIZES];
  private final Usage[] usages = new Usage[SIZES];
  private ThunderClient client;

  /** Creates a benchmark for JMH. */
  public FreeCapacity() {}

  /** Registers the programs. */
  @Setup
  public void setUp() {
    for (int i = 0; i < SIZES; i++) {
      long prompt = TOKENS_MIN + (long) i * TOKENS_STEP;
      demands[i] = TurnDemand.ofTokens(prompt);
      usages[i] = new Usage(prompt, GENERATED, prompt);
    }
    client = Fleets.direct(backends, (long) programs * TOKENS_MAX);
    ProgramName name = new ProgramName();
    for (int i = 0; i < programs; i++) {
      turn(i, name);
    }
  }

  /** Closes the client. */
  @TearDown
  public void tearDown() {
    client.close();
  }

  /**
   * One turn of some program.
   *
   * @param programs those of the calling thread
   */
  @org.openjdk.jmh.annotations.Benchmark
  public void admitAndComplete(OwnPrograms programs) {
    turn(programs.next(), programs.name);
  }

  private void turn(int program, ProgramName name) {
    TurnLease lease = client.admit(name.of(program), demands[program % SIZES]);
    lease.complete(usages[program % SIZES]);
  }

  /** A thread's share of the programs, of which it picks one at random. */
  @State(Scope.Thread)
  public static class OwnPrograms {

    private final ProgramName name = new ProgramName();
    private int first;
    private int count;
    private long random;

    /** Creates a share for JMH. */
    public OwnPrograms() {}

    /**
     * Divides the programs among the threads.
     *
     * @param fleet all programs
     * @param threads which thread this is, of how many
     */
    @Setup
    public void setUp(FreeCapacity fleet, ThreadParams threads) {
      take(fleet.programs, threads.getThreadIndex(), threads.getThreadCount());
    }

    void take(int programs, int thread, int threads) {
      count = programs / threads;
      first = thread * count;
      random = thread + 1L;
    }

    int next() {
      random = random * 6364136223846793005L + 1442695040888963407L;
      return first + (int) ((random >>> 33) % count);
    }
  }
}
