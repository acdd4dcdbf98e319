package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.ModelPool;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import io.thunder.error.ClientClosedException;
import io.thunder.error.UnknownModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several models behind one front door: "large", and "small" with an adapter beside it. */
final class ThunderPoolsTest {

  private final FakeTransport transport = new FakeTransport();
  private final ManualTime time = new ManualTime();
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final ThunderPools pools = builder().alias("fast", "small").build();

  private ThunderPools.Builder builder() {
    return empty()
        .model("large", ClientBench.backend("b0"))
        .pool(List.of("small", "small-sql"), pool -> pool.backend(ClientBench.backend("b1")));
  }

  private ThunderPools.Builder empty() {
    return ThunderPools.builder().transport(transport).everyPool(pool -> pool.policy(
            ClientBench.policy())
        .timeSource(time)
        .executor(Runnable::run)
        .programIdleTimeout(Duration.ofMinutes(10)));
  }

  @AfterEach
  void close() {
    assertThat(pools.selfCheck()).isEmpty();
    pools.close();
  }

  private static ChatRequest request(String model) {
    return ClientBench.SMALL.toBuilder().model(model).build();
  }

  private FakeTransport.Call sent() {
    assertThat(transport.calls).hasSize(1);
    return transport.calls.get(0);
  }

  private List<String> poolsThatKnow(String program) {
    List<String> known = new ArrayList<>();
    pools.snapshots().forEach((model, picture) -> {
      if (picture.program(program).isPresent()) {
        known.add(model);
      }
    });
    return known;
  }

  private AutoCloseable resource(String name) {
    return () -> closed.add(name);
  }

  /* --------------- Where turns go --------------- */

  @Test
  void chat_model_goesToItsPoolAsItIs() {
    ChatRequest request = request("large");

    assertThat(pools.chat("p", request).text()).isEqualTo("ok");

    assertThat(sent().backend.id().value()).isEqualTo("b0");
    assertThat(sent().request).isSameAs(request);
    assertThat(poolsThatKnow("p")).containsExactly("large");
  }

  @Test
  void chat_adapter_sharesThePoolOfItsBase() {
    pools.chat("p", request("small"));
    pools.chat("p", request("small-sql"));

    assertThat(transport.calls)
        .extracting(call -> call.request.model())
        .containsExactly("small", "small-sql");
    assertThat(pools.snapshots().get("small").program("p"))
        .hasValueSatisfying(program -> assertThat(program.turnsEnded()).isEqualTo(2));
  }

  @Test
  void chat_alias_sendsItsModelAndAllElseUnchanged() {
    ChatRequest request = ChatRequest.builder()
        .model("fast")
        .message(ChatMessage.system("be brief"))
        .message(ChatMessage.user("hello"))
        .temperature(0.5)
        .field("logprobs", JsonText.ofBoolean(true))
        .header("X-Trace", "7")
        .parent("lead", 1)
        .priority(7)
        .build();

    pools.chat("p", request);

    assertThat(sent().backend.id().value()).isEqualTo("b1");
    assertThat(sent().request)
        .isEqualTo(new ChatRequest(
            "small", request.messages(), request.fields(), request.headers(), request.parent(), 7));
  }

  @Test
  void chat_twoModels_holdACacheInEachPool() {
    pools.chat("p", request("large"));
    pools.chat("p", request("fast"));

    assertThat(poolsThatKnow("p")).containsExactly("large", "small");
  }

  @Test
  void chat_onePoolIsFull_theOtherGoesOn() {
    try (TurnLease lease = pools.admit("big", TurnDemand.ofTokens(1_600).withModel("large"))) {
      Calling<ChatResponse> waiting = Calling.start(() -> pools.chat("p", request("large")));
      Await.until(() -> pools.snapshots().get("large").waitingTurns() == 1, "a waiting turn");

      assertThat(pools.chat("q", request("small")).text()).isEqualTo("ok");

      lease.complete(FakeTransport.USAGE);
      assertThat(waiting.value().text()).isEqualTo("ok");
    }
  }

  @Test
  void chat_noModelAndOneServed_isSentToIt() {
    try (ThunderPools one = empty().model("only", ClientBench.backend("b0")).build()) {
      one.chat("p", ClientBench.SMALL.messages());
    }

    assertThat(sent().request.model()).isEqualTo("only");
  }

  @Test
  void chat_noModelAndADefault_isSentToThat() {
    try (ThunderPools some =
        builder().alias("fast", "small").defaultModel("fast").build()) {
      some.chat("p", ClientBench.SMALL);
    }

    assertThat(sent().request.model()).isEqualTo("small");
  }

  @Test
  void chat_noModelAndSeveralServed_saysWhichThereAre() {
    assertThatThrownBy(() -> pools.chat("p", ClientBench.SMALL))
        .isInstanceOf(UnknownModelException.class)
        .hasMessage("the turn names no model, and none is the default;"
            + " there are: fast, large, small, small-sql");
    assertThat(transport.calls).isEmpty();
  }

  @Test
  void chat_unknownModel_saysWhichThereAreAndSendsNothing() {
    assertThatThrownBy(() -> pools.chat("p", request("huge")))
        .isInstanceOfSatisfying(UnknownModelException.class, unknown -> {
          assertThat(unknown.model()).isEqualTo("huge");
          assertThat(unknown.known()).containsExactly("fast", "large", "small", "small-sql");
          assertThat(unknown.isRetryable()).isFalse();
        })
        .hasMessage("no model is called 'huge'; there are: fast, large, small, small-sql");
    assertThat(transport.calls).isEmpty();
    assertThat(poolsThatKnow("p")).isEmpty();
  }

  @Test
  void chatAsync_unknownModel_failsTheFuture() {
    assertThat(Await.failure(pools.chatAsync("p", request("huge"))))
        .isInstanceOf(UnknownModelException.class);
  }

  @Test
  void chatAsync_alias_sendsItsModel() {
    assertThat(Await.value(pools.chatAsync("p", request("fast"))).text()).isEqualTo("ok");

    assertThat(sent().request.model()).isEqualTo("small");
  }

  @Test
  void stream_alias_sendsItsModel() {
    try (ChatStream stream = pools.stream("p", request("fast"))) {
      assertThat(stream.next().text()).isEqualTo("ok");
    }

    assertThat(sent().request.model()).isEqualTo("small");
  }

  @Test
  void admit_alias_isLeasedABackendOfItsModel() {
    try (TurnLease lease = pools.admit("p", TurnDemand.ofTokens(100).withModel("fast"))) {
      assertThat(lease.backend().id().value()).isEqualTo("b1");
    }
    assertThat(pools.resolve("fast")).as("what its caller sends").isEqualTo("small");
  }

  @Test
  void admitAsync_knownAndUnknownModel_completesOrFailsTheFuture() {
    TurnDemand demand = TurnDemand.ofTokens(100);

    try (TurnLease lease = Await.value(pools.admitAsync("p", demand.withModel("large")))) {
      assertThat(lease.backend().id().value()).isEqualTo("b0");
    }
    assertThat(Await.failure(pools.admitAsync("p", demand.withModel("huge"))))
        .isInstanceOf(UnknownModelException.class);
  }

  /* --------------- Programs --------------- */

  @Test
  void release_program_endsItInAllPools() {
    pools.chat("p", request("large"));
    pools.chat("p", request("small"));

    pools.release("p");

    assertThat(poolsThatKnow("p")).isEmpty();
  }

  @Test
  void close_handle_releasesInAllPoolsAndClosesWhatItOwnsOnce() {
    Program program = pools.program("p");
    program.own(resource("first"));
    program.own(resource("second"));
    program.chat(request("large"));
    program.chat(request("fast"));

    program.close();

    assertThat(poolsThatKnow("p")).isEmpty();
    assertThat(closed).containsExactly("second", "first");
    assertThatThrownBy(() -> program.chat(request("large")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void own_programExpiredInOnePool_isKeptForTheOther() {
    pools.program("p").own(resource("container"));
    time.advance(Duration.ofMinutes(6));
    pools.chat("p", request("large"));
    time.advance(Duration.ofMinutes(6));
    assertThat(poolsThatKnow("p")).containsExactly("large");
    assertThat(closed).isEmpty();

    time.advance(Duration.ofMinutes(6));

    assertThat(poolsThatKnow("p")).isEmpty();
    assertThat(closed).containsExactly("container");
  }

  /* --------------- Pools --------------- */

  @Test
  void client_ofAModel_addsBackendsToItsPoolOnly() {
    pools.client("fast").addBackend(ClientBench.backend("b2"));

    assertThat(pools.snapshots().get("small").backends()).hasSize(2);
    assertThat(pools.snapshots().get("large").backends()).hasSize(1);
    assertThatThrownBy(() -> pools.client("huge")).isInstanceOf(UnknownModelException.class);
  }

  @Test
  void models_andAliases_areSorted() {
    assertThat(pools.models()).containsExactly("large", "small", "small-sql");
    assertThat(pools.aliases()).containsExactly(Map.entry("fast", "small"));
    assertThat(pools.snapshots().keySet()).containsExactly("large", "small");
  }

  @Test
  void pools_found_serveTheirModels() {
    Backend backend = ClientBench.backend("b5");
    List<ModelPool> found = List.of(
        new ModelPool(List.of("x", "x-sql"), List.of(backend)),
        new ModelPool(List.of("y"), List.of(ClientBench.backend("b6"))));
    try (ThunderPools some = empty().pools(found).build()) {
      some.chat("p", request("x-sql"));
    }

    assertThat(sent().backend).isEqualTo(backend);
  }

  @Test
  void pool_ownSettings_goBeforeThoseOfEveryPool() {
    try (ThunderPools some = builder()
        .pool(List.of("odd"), pool -> pool.backend(ClientBench.backend("b9"))
            .transport(new FakeTransport().otherwise(FakeTransport.answer("its own"))))
        .everyPool(pool ->
            pool.transport(new FakeTransport().otherwise(FakeTransport.answer("everybody's"))))
        .build()) {
      assertThat(some.chat("p", request("odd")).text()).isEqualTo("its own");
      assertThat(some.chat("p", request("large")).text()).isEqualTo("everybody's");
    }
  }

  /* --------------- Closing --------------- */

  @Test
  void close_pools_cancelsTurnsAndClosesTheTransport() {
    transport.otherwise(FakeTransport.hang());
    Calling<ChatResponse> large = Calling.start(() -> pools.chat("p", request("large")));
    Calling<ChatResponse> small = Calling.start(() -> pools.chat("p", request("small")));
    transport.awaitCall(2);

    pools.close();

    assertThat(large.failure()).isInstanceOf(ClientClosedException.class);
    assertThat(small.failure()).isInstanceOf(ClientClosedException.class);
    assertThat(transport.calls).allMatch(FakeTransport.Call::wasCancelled);
    assertThat(transport.isClosed()).isTrue();
    assertThatThrownBy(() -> pools.chat("p", request("large")))
        .isInstanceOf(ClientClosedException.class);
  }

  @Test
  void close_clientOfOneModel_leavesTheTransportToTheOthers() {
    pools.client("small").close();

    assertThat(transport.isClosed()).isFalse();
    assertThat(pools.chat("p", request("large")).text()).isEqualTo("ok");
  }

  @Test
  void close_oneFails_closesTheOthersAndThrows() {
    RuntimeException first = new IllegalStateException("first");
    RuntimeException second = new IllegalStateException("second");
    ThunderPools some = empty()
        .pool(List.of("a"), pool -> pool.transport(new FailingClose(first)))
        .pool(List.of("b"), pool -> pool.transport(new FailingClose(second)))
        .model("c", ClientBench.backend("b0"))
        .build();

    assertThatThrownBy(some::close).isSameAs(first).hasSuppressedException(second);

    assertThat(transport.isClosed()).isTrue();
    assertThatThrownBy(() -> some.chat("p", request("c")))
        .isInstanceOf(ClientClosedException.class);
  }

  /* --------------- What builders refuse --------------- */

  @Test
  void build_settingsRefused_startsNothing() {
    ThunderPools.Builder builder =
        builder().model("twice", ClientBench.backend("b7"), ClientBench.backend("b7"));
    pools.close();
    int scheduled = time.scheduled();

    assertThatThrownBy(builder::build).hasMessage("two backends are called b7");

    assertThat(time.scheduled()).isEqualTo(scheduled);
  }

  @Test
  void builder_namesThatMeanTwoThings_areRefused() {
    assertThatThrownBy(() -> builder().model("small-sql"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two models are called 'small-sql'");
    assertThatThrownBy(() -> builder().alias("fast", "small").alias("fast", "large"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alias 'fast' stands for 'small' already, not for 'large'");
    assertThatThrownBy(() -> builder().alias("large", "small").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'large' is a model, and cannot be an alias");
  }

  @Test
  void builder_namesOfNothing_areRefused() {
    assertThatThrownBy(() -> builder().alias("fast", "huge").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alias 'fast' stands for 'huge', which no pool serves");
    assertThatThrownBy(() -> builder().defaultModel("huge").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no pool serves the default model 'huge'");
    assertThatThrownBy(() -> builder().model(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().alias("", "small"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().pool(List.of(), pool -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ThunderPools.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no model was given");
  }
}
