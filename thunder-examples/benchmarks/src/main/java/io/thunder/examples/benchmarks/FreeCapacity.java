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

/**
 * There is room for all: programs that act get their next turn at once and end it. Which program
 * comes next is random, and contexts differ in size, as they would.
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
  private String[] names;
  private long random = 1;

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
    names = Fleets.names("program", programs);
    for (int i = 0; i < programs; i++) {
      turn(i);
    }
  }

  /** Closes the client. */
  @TearDown
  public void tearDown() {
    client.close();
  }

  /** One turn of some program. */
  @org.openjdk.jmh.annotations.Benchmark
  public void admitAndComplete() {
    random = random * 6364136223846793005L + 1442695040888963407L;
    turn((int) ((random >>> 33) % programs));
  }

  private void turn(int program) {
    TurnLease lease = client.admit(names[program], demands[program % SIZES]);
    lease.complete(usages[program % SIZES]);
  }
}
