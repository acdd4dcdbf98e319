package io.thunder.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.ThunderClient;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.RequestRejectedException;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.transport.CancelSignal;
import java.time.Duration;
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

  private static final int ANSWER_TOKENS = 4;

  private final OkHttpTransport transport = OkHttpTransport.create();
  private Served served;

  /** Starts a server with nothing in its cache. */
  abstract Served serve();

  @BeforeEach
  final void start() {
    served = serve();
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
    ChatRequest endless = request(PROMPT).toBuilder().maxTokens(20_000).build();
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
    try (ThunderClient client = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(served.backend())
        .build()) {
      Long first = client.chat("rollout-1", request(PROMPT)).usage().cachedTokens();
      for (int turn = 0; turn < 2; turn++) {
        Long later = client.chat("rollout-1", request(PROMPT)).usage().cachedTokens();
        assertThat(later).as("cached in turn " + turn).isNotNull().isPositive();
      }

      assertThat(first).as("cached at first").isIn(null, 0L);
      assertThat(client.selfCheck()).isEmpty();
    }
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
