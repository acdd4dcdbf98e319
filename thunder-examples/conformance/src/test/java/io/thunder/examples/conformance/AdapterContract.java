package io.thunder.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.RequestRejectedException;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.EngineControl;
import io.thunder.transport.PauseMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Thunder needs of every kind of backend. Tried against scripted servers, which answer as real
 * ones were seen to, and against embedded engines, which compute.
 */
@Timeout(60)
abstract class AdapterContract {

  /** More than a cache block of any size. */
  private static final String PROMPT = "This test fails; find out why. ".repeat(40);

  private static final int PROMPT_TOKENS = 320;

  private static final int ANSWER_TOKENS = 4;

  private final OkHttpTransport transport = OkHttpTransport.create();
  private Served served;

  /** Starts a server with nothing in its cache, of so many data-parallel ranks if it can have any. */
  abstract Served serve(int ranks);

  @BeforeEach
  final void start() {
    served = serve(1);
  }

  @AfterEach
  final void stop() {
    transport.close();
    served.close();
  }

  @Test
  void detect_url_findsTheKind() {
    String url = served.backend().uri().toString();

    assertThat(transport.detect(url).join().kind()).isEqualTo(served.detectedKind());
  }

  @Test
  void probe_idleServer_readsWhatItShows() {
    BackendReading reading = transport.probe(served.backend()).join();

    assertThat(reading.capacityTokens()).isEqualTo(served.capacityTokens());
    if (served.capacityTokens() == null) {
      assertThat(reading).isEqualTo(BackendReading.EMPTY);
    } else {
      assertThat(reading.running()).isZero();
      assertThat(reading.waiting()).isZero();
      assertThat(reading.kvUsage()).isEqualTo(0.0);
      assertThat(reading.blockTokens()).isEqualTo(16);
    }
  }

  @Test
  void probe_stoppedServer_isUnavailable() {
    served.close();

    assertThatThrownBy(() -> transport.probe(served.backend()).join())
        .hasCauseInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void models_list_namesTheOneThatIsServed() {
    assertThat(transport.models(served.backend()).join()).hasSize(1);
  }

  @Test
  void chat_prompt_isAnsweredAndCounted() {
    ChatResponse answer = chat(request(PROMPT));

    assertThat(answer.text()).isNotEmpty();
    assertThat(answer.finishReason()).isEqualTo("length");
    assertThat(answer.usage().promptTokens()).isGreaterThan(100);
    assertThat(answer.usage().completionTokens()).isEqualTo(ANSWER_TOKENS);
  }

  @Test
  void stream_prompt_isAnsweredAndCountedAlike() {
    ChatResponse whole = chat(request(PROMPT));
    StringBuilder text = new StringBuilder();
    try (ChatStream stream =
        transport.stream(served.backend(), request(PROMPT), new CancelSignal())) {
      stream.forEachRemaining(chunk -> text.append(chunk.text()));

      assertThat(text).hasToString(whole.text());
      assertThat(stream.usage().promptTokens()).isEqualTo(whole.usage().promptTokens());
      assertThat(stream.usage().completionTokens()).isEqualTo(ANSWER_TOKENS);
    }
  }

  @Test
  void stream_closedInTheMiddle_leavesNothingRunning() {
    ChatRequest endless = longRequest(20_000);
    try (ChatStream stream = transport.stream(served.backend(), endless, new CancelSignal())) {
      assertThat(stream.hasNext()).isTrue();
    }

    boolean over = new Patience().until(this::isIdle, Duration.ofSeconds(20));
    assertThat(over).as("idle again").isTrue();
    assertThat(chat(request(PROMPT)).text()).as("answers the next one").isNotEmpty();
  }

  @Test
  void chat_promptLongerThanTheContext_isRejectedWithItsWords() {
    ChatRequest tooLong = request("x".repeat(300_000));

    assertThatThrownBy(() -> chat(tooLong))
        .isInstanceOfSatisfying(RequestRejectedException.class, rejected -> {
          assertThat(rejected.status()).isEqualTo(400);
          assertThat(rejected.isRetryable()).isFalse();
        })
        .hasMessageContaining("context length");
  }

  @Test
  void chat_stoppedServer_isUnavailable() {
    served.close();

    assertThatThrownBy(() -> chat(request(PROMPT)))
        .isInstanceOfSatisfying(
            BackendUnavailableException.class,
            gone -> assertThat(gone.isRetryable()).isTrue());
  }

  @Test
  void turns_ofOneProgram_findTheirCache() {
    try (ThunderClient client = client()) {
      Long first = client.chat("rollout-1", request(PROMPT)).usage().cachedTokens();
      for (int turn = 0; turn < 2; turn++) {
        Long later = client.chat("rollout-1", request(PROMPT)).usage().cachedTokens();
        assertThat(later).as("cached in turn " + turn).isNotNull().isPositive();
      }

      assertThat(first).as("cached at first").isIn(null, 0L);
      assertThat(client.selfCheck()).isEmpty();
    }
  }

  @Test
  void generate_prompt_isAnsweredInTokensAndCounted() {
    if (served.backend().kind() == BackendKind.OPENAI) {
      assertRejected(() -> transport.generate(served.backend(), tokens(), new CancelSignal()));
      return;
    }
    TokenResponse answer = transport.generate(served.backend(), tokens(), new CancelSignal());

    assertThat(answer.tokenIds().size()).isEqualTo(ANSWER_TOKENS);
    assertThat(answer.logprobs()).hasSize(ANSWER_TOKENS).doesNotContain(Double.NaN);
    assertThat(answer.finishReason()).isEqualTo("length");
    assertThat(answer.usage().promptTokens()).isEqualTo(PROMPT_TOKENS);
    assertThat(answer.usage().completionTokens()).isEqualTo(ANSWER_TOKENS);
  }

  @Test
  void turnsInTokens_ofOneProgram_findTheirCache() {
    try (ThunderClient client = client()) {
      if (served.backend().kind() == BackendKind.OPENAI) {
        assertRejected(() -> client.generate("rollout-1", tokens()));
        return;
      }
      Long first = client.generate("rollout-1", tokens()).usage().cachedTokens();
      Long again = client.generate("rollout-1", tokens()).usage().cachedTokens();

      assertThat(first).isIn(null, 0L);
      assertThat(again).isNotNull().isPositive();
      assertThat(client.selfCheck()).isEmpty();
    }
  }

  @Test
  void turns_toARank_findTheCacheOfThatRankOnly() {
    Backend whole = served.backend();
    if (whole.kind().sessionHeader() != null) {
      assertThatThrownBy(() -> whole.ranks(2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("it has no ranks");
      return;
    }
    try (Served two = serve(2)) {
      List<Backend> ranks = two.backend().ranks(2);

      assertThat(cached(ranks.get(1))).isIn(null, 0L);
      assertThat(cached(ranks.get(0))).as("of the other rank").isIn(null, 0L);
      assertThat(cached(ranks.get(1))).as("again").isNotNull().isPositive();
      if (whole.kind() != BackendKind.OPENAI) {
        assertThat(cachedInTokens(ranks.get(1))).isIn(null, 0L);
        assertThat(cachedInTokens(ranks.get(0))).as("of the other rank").isIn(null, 0L);
        assertThat(cachedInTokens(ranks.get(1))).as("again").isNotNull().isPositive();
      }
    }
  }

  @Test
  void control_everyCall_isDoneOrRejected() {
    EngineControl control = control();
    List<CompletableFuture<Void>> calls = List.of(
        control.pause(served.backend(), PauseMode.KEEP),
        control.abortTurns(served.backend()),
        control.flushCache(served.backend()),
        control.resume(served.backend()));

    for (CompletableFuture<Void> call : calls) {
      if (served.backend().kind() == BackendKind.OPENAI) {
        assertThatThrownBy(call::join).hasCauseInstanceOf(RequestRejectedException.class);
      } else {
        assertThat(call).succeedsWithin(Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void pause_turnThatArrives_waitsUntilItIsResumed() {
    if (!isControlled()) {
      return;
    }
    control().pause(served.backend(), PauseMode.KEEP).join();

    CompletableFuture<ChatResponse> answer =
        transport.chatAsync(served.backend(), request(PROMPT), new CancelSignal());
    for (int look = 0; look < 20; look++) { // while an engine at work would have answered
      assertThat(transport.models(served.backend()).join()).isNotEmpty();
    }
    assertThat(answer).isNotDone();

    control().resume(served.backend()).join();
    assertThat(answer)
        .succeedsWithin(Duration.ofSeconds(20))
        .satisfies(whole -> assertThat(whole.text()).isNotEmpty());
  }

  @Test
  void flush_betweenPauseAndResume_losesNothingOfATurn() {
    if (!isControlled()) {
      return;
    }
    try (ThunderClient client = client();
        ChatStream stream = client.stream("rollout-1", longRequest(2_000))) {
      assertThat(stream.hasNext()).isTrue();

      client.engines().pause(PauseMode.KEEP).join();
      client.engines().flushCaches().join();
      client.engines().resume().join();

      assertThat(finishReason(stream)).isEqualTo("length");
      assertThat(stream.usage().completionTokens()).isEqualTo(2_000);
    }
  }

  @Test
  void flush_idleServer_forgetsItsPrompts() {
    if (!isControlled()) {
      return;
    }
    try (ThunderClient client = client()) {
      client.chat("rollout-1", request(PROMPT));
      assertThat(client.chat("rollout-1", request(PROMPT)).usage().cachedTokens())
          .isPositive();

      client.engines().flushCaches().join();

      Long cached = client.chat("rollout-1", request(PROMPT)).usage().cachedTokens();
      assertThat(cached).isIn(null, 0L);
      assertThat(client.selfCheck()).isEmpty();
    }
  }

  @Test
  void abort_turnInFlight_endsItWithWhatItHas() {
    if (!isControlled()) {
      return;
    }
    try (ChatStream stream =
        transport.stream(served.backend(), longRequest(20_000), new CancelSignal())) {
      assertThat(stream.hasNext()).isTrue();

      control().abortTurns(served.backend()).join();

      assertThat(finishReason(stream)).isEqualTo("abort");
      assertThat(stream.usage().completionTokens()).isBetween(1L, 19_999L);
    }
    assertThat(chat(request(PROMPT)).text()).as("answers the next one").isNotEmpty();
  }

  @Test
  void pause_aborting_endsTurnsInFlightToo() {
    if (!isControlled()) {
      return;
    }
    try (ChatStream stream =
        transport.stream(served.backend(), longRequest(20_000), new CancelSignal())) {
      assertThat(stream.hasNext()).isTrue();

      control().pause(served.backend(), PauseMode.ABORT).join();

      assertThat(finishReason(stream)).isEqualTo("abort");
    }
    control().resume(served.backend()).join();
    assertThat(chat(request(PROMPT)).text()).as("answers the next one").isNotEmpty();
  }

  @Test
  void release_program_isToldToRoutersThatWantToKnow() {
    boolean told = served.backend().kind() == BackendKind.SKYRL;
    try (ThunderClient client = client()) {
      client.chat("Zürich & 1", request(PROMPT));
      assertThat(served.finishedSessions()).isZero();

      client.release("Zürich & 1");

      new Patience().until(() -> !told || served.finishedSessions() > 0, Duration.ofSeconds(20));
    }
    assertThat(served.finishedSessions()).isEqualTo(told ? 1 : 0);
  }

  private boolean isControlled() {
    return served.backend().kind() != BackendKind.OPENAI;
  }

  private EngineControl control() {
    return transport.control().orElseThrow();
  }

  private ThunderClient client() {
    return ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(served.backend())
        .build();
  }

  private static void assertRejected(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            rejected -> assertThat(rejected.status()).isEqualTo(404));
  }

  private static String finishReason(ChatStream stream) {
    String reason = null;
    while (stream.hasNext()) {
      String found = stream.next().finishReason();
      reason = found == null ? reason : found;
    }
    return reason;
  }

  private Long cached(Backend backend) {
    return transport.chat(backend, request(PROMPT), new CancelSignal()).usage().cachedTokens();
  }

  private Long cachedInTokens(Backend backend) {
    return transport.generate(backend, tokens(), new CancelSignal()).usage().cachedTokens();
  }

  private static TokenRequest tokens() {
    return TokenRequest.builder(
            TokenIds.of(IntStream.range(7, 7 + PROMPT_TOKENS).toArray()))
        .maxTokens(ANSWER_TOKENS)
        .logprobs(true)
        .samplingField("ignore_eos", JsonText.ofBoolean(true))
        .build();
  }

  private static ChatRequest longRequest(int tokens) {
    return request(PROMPT).toBuilder().maxTokens(tokens).build();
  }

  private boolean isIdle() {
    Long running = transport.probe(served.backend()).join().running();
    return running == null || running == 0;
  }

  private ChatResponse chat(ChatRequest request) {
    return transport.chat(served.backend(), request, new CancelSignal());
  }

  private static ChatRequest request(String prompt) {
    return ChatRequest.builder()
        .message(ChatMessage.user(prompt))
        .maxTokens(ANSWER_TOKENS)
        .field("ignore_eos", JsonText.ofBoolean(true))
        .build();
  }
}
