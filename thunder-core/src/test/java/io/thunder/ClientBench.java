package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.program.ProgramState;
import io.thunder.scheduling.SchedulingPolicy;
import io.thunder.transport.EngineControl;
import java.util.List;

/** A client over a {@link FakeTransport} and a {@link ManualTime}; closed and checked at the end. */
final class ClientBench implements AutoCloseable {

  /** A prompt of 1,000 tokens by the default ratio. */
  static final ChatRequest LARGE = request("x".repeat(3_996));

  static final ChatRequest SMALL = request("hello");

  final FakeTransport transport = new FakeTransport();
  final ManualTime time = new ManualTime();
  final ThunderClient client;

  /** Kept, so that the garbage collector does not end it. */
  private TurnLease blocker;

  /** One backend "b0" of 1,600 tokens per number, nothing reserved for growth. */
  ClientBench(int backends) {
    this(builder(), backends);
  }

  ClientBench(ThunderClient.Builder builder, int backends) {
    for (int i = 0; i < backends; i++) {
      builder.backend(backend("b" + i));
    }
    client = builder.transport(transport).timeSource(time).build();
  }

  /** Over the backends that were added, and a transport that controls engines. */
  ClientBench(ThunderClient.Builder builder, EngineControl control) {
    transport.control(control);
    client = builder.transport(transport).timeSource(time).build();
  }

  static ThunderClient.Builder builder() {
    return ThunderClient.builder().policy(policy());
  }

  static SchedulingPolicy policy() {
    return SchedulingPolicy.builder()
        .admitWatermark(1.0)
        .pauseWatermark(1.0)
        .growthShare(0)
        .sharedPrefixes(true)
        .build();
  }

  static Backend backend(String id) {
    return Backend.vllm("http://" + id + ":8000").withId(id).withCapacityTokens(1_600);
  }

  static ChatRequest request(String text) {
    return ChatRequest.of(List.of(ChatMessage.user(text)));
  }

  ProgramState state(String program) {
    return client.snapshot().program(program).orElseThrow().state();
  }

  boolean knows(String program) {
    return client.snapshot().program(program).isPresent();
  }

  /** Whether nothing of any turn is left on a backend or in the pool. */
  void assertNoTurnLeft() {
    ThunderSnapshot picture = client.snapshot();
    assertThat(picture.waitingTurns()).as("waiting turns").isZero();
    assertThat(picture.backends()).as("turns in flight").allMatch(b -> b.turnsInFlight() == 0);
    assertThat(client.selfCheck()).as("invariants").isEmpty();
  }

  /** Takes the whole room of the only backend; to be ended by the test. */
  TurnLease block() {
    blocker = client.admit("blocker", TurnDemand.ofTokens(1_600));
    return blocker;
  }

  void awaitWaiting(int turns) {
    Await.until(() -> client.snapshot().waitingTurns() == turns, turns + " waiting turns");
  }

  void remove(String backend) {
    client.removeBackend(new BackendId(backend));
  }

  @Override
  public void close() {
    assertThat(client.selfCheck()).as("invariants").isEmpty();
    client.close();
    if (blocker != null) {
      blocker.close();
    }
  }

  /** Throws a checked exception that no method declares, as code in other languages can. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> void throwUndeclared(Throwable failure) throws E {
    throw (E) failure;
  }
}
