package io.thunder;

import io.thunder.chat.Usage;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Callers who all call at once and block, of a client with the machine's clock and threads of its
 * own. No turn ends by itself before {@link #serve}: until then each caller waits, for room or for
 * an answer.
 */
final class Crowd implements AutoCloseable {

  private static final int BACKENDS = 4;

  /** Programs without a turn, such as those of callers who gave up, leave their room to others. */
  private static final SchedulingPolicy POLICY =
      ClientBench.policy().toBuilder().actingWeight(0).build();

  final FakeTransport transport = new FakeTransport();
  final ThunderClient client;
  final List<Calling<String>> callers;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<Void> served = new CompletableFuture<>();
  private final ExecutorService answers = Executors.newSingleThreadExecutor();

  Crowd(int size) {
    ThunderClient.Builder builder = ThunderClient.builder().policy(POLICY).transport(transport);
    for (int i = 0; i < BACKENDS; i++) {
      builder.backend(ClientBench.backend("b" + i));
    }
    client = builder.build();
    transport.otherwise(call -> {
      CompletableFuture<Void> unused = served.thenRunAsync(() -> call.answer("ok"), answers);
    });
    callers = IntStream.range(0, size)
        .mapToObj(number -> Calling.startVirtual(() -> call(number)))
        .toList();
  }

  static String program(int number) {
    return "p" + number;
  }

  /** One in four has an HTTP client of its own. */
  static boolean wantsLease(int number) {
    return number % 4 == 0;
  }

  /** Releases the program of one who was served; the others' are left as they are. */
  private String call(int number) throws Exception {
    String program = program(number);
    begun.await();
    String answer = wantsLease(number)
        ? lease(program)
        : client.chat(program, ClientBench.SMALL).text();
    client.release(program);
    return answer;
  }

  private String lease(String program) throws Exception {
    try (TurnLease lease = client.admit(program, TurnDemand.ofTokens(100))) {
      served.get();
      lease.complete(new Usage(100, 20, null));
      return "leased";
    }
  }

  /** Lets all of them call, and waits until each one's turn has arrived. */
  void begin() {
    begun.countDown();
    Await.until(() -> turns() == callers.size(), "a turn of every caller");
  }

  /** How many turns wait or run. */
  int turns() {
    ThunderSnapshot picture = client.snapshot();
    return picture.backends().stream()
        .mapToInt(ThunderSnapshot.BackendState::turnsInFlight)
        .reduce(picture.waitingTurns(), Integer::sum);
  }

  /** Lets turns end. */
  void serve() {
    served.complete(null);
  }

  @Override
  public void close() {
    client.close();
    answers.shutdown();
  }
}
