package io.thunder.examples.soak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.soak.fault.Fault;
import io.thunder.examples.soak.fault.FaultGroup;
import io.thunder.examples.soak.fault.FaultSource;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.transport.CancelSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultHandlerTest {

  private static final long CAPACITY = 72_500;

  private final Fixed faults = new Fixed();
  private final EngineFleet fleet =
      EngineFleet.start(EnginePreset.byName("q8"), 1, /* speed= */ 1_000, faults);
  private final FlakyEngine engine = fleet.engines().get(0);

  /** One that is silent is given up soon; so might be any other on a slow machine. */
  private OkHttpTransport transport = OkHttpTransport.create();

  /** The same fault for every request. */
  private static final class Fixed implements FaultSource {

    private volatile @Nullable Fault fault;
    private volatile double uniform;

    @Override
    public @Nullable Fault draw(FaultGroup group) {
      Fault wanted = fault;
      return wanted != null && wanted.group() == group ? wanted : null;
    }

    @Override
    public double uniform() {
      return uniform;
    }
  }

  @AfterEach
  void close() {
    transport.close();
    fleet.close();
  }

  private static ChatRequest request() {
    return ChatRequest.builder()
        .messages(List.of(ChatMessage.user("hello, who is there?")))
        .maxTokens(20)
        .build();
  }

  private void inject(Fault fault) {
    faults.fault = fault;
    if (fault == Fault.HANG) {
      transport.close();
      transport = OkHttpTransport.builder().readTimeout(Duration.ofMillis(500)).build();
    }
  }

  private ChatResponse chat() {
    return transport.chat(engine.backend(), request(), new CancelSignal());
  }

  private void readStream() {
    try (ChatStream stream = transport.stream(engine.backend(), request(), new CancelSignal())) {
      while (stream.hasNext()) {
        stream.next();
      }
    }
  }

  private BackendReading probe() {
    return transport.probe(engine.backend()).join();
  }

  @Test
  void chat_withoutFault_isAnswered() {
    assertThat(chat().usage()).isNotNull();
    assertThat(probe().capacityTokens()).isEqualTo(CAPACITY);
  }

  @ParameterizedTest
  @CsvSource({"TOO_MANY_REQUESTS, 429", "INTERNAL_ERROR, 500", "UNAVAILABLE, 503"})
  void chat_withErrorStatus_failsWithStatus(Fault fault, int status) {
    inject(fault);
    assertThatThrownBy(this::chat)
        .isInstanceOfSatisfying(
            BackendFailedException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void chat_resetEarly_findsBackendUnavailable() {
    inject(Fault.RESET_EARLY);
    assertThatThrownBy(this::chat).isInstanceOf(BackendUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"RESET_MIDWAY", "TRUNCATED", "HANG"})
  void chat_brokenOrSilent_fails(Fault fault) {
    inject(fault);
    assertThatThrownBy(this::chat).isInstanceOf(BackendFailedException.class);
  }

  @ParameterizedTest
  @CsvSource({"RESET_MIDWAY", "TRUNCATED", "HANG"})
  void stream_brokenOrSilent_fails(Fault fault) {
    inject(fault);
    assertThatThrownBy(this::readStream).isInstanceOf(BackendFailedException.class);
  }

  @Test
  void chat_hanging_leavesNothingInEngine() {
    inject(Fault.HANG);
    assertThatThrownBy(this::chat).isInstanceOf(BackendFailedException.class);
    assertThat(engine.requests()).isZero();
  }

  @Test
  void chat_usageMissing_isAnsweredWithoutUsage() {
    inject(Fault.USAGE_MISSING);
    ChatResponse response = chat();
    assertThat(response.usage()).isNull();
    assertThat(response.text()).isNotEmpty();
  }

  @Test
  void probe_metricsLie_readsAnotherCapacity() {
    inject(Fault.METRICS_LIE);
    faults.uniform = .9;
    assertThat(probe().capacityTokens()).isGreaterThan(3 * CAPACITY);
    faults.uniform = .1;
    assertThat(probe().capacityTokens()).isLessThan(CAPACITY / 3);
  }

  @Test
  void probe_metricsFail_readsNoCapacity() {
    inject(Fault.METRICS_FAIL);
    assertThat(probe().capacityTokens()).isNull();
  }

  @Test
  void probe_metricsSlow_isAnsweredLater() {
    inject(Fault.METRICS_SLOW);
    faults.uniform = .01;
    assertThat(probe().capacityTokens()).isEqualTo(CAPACITY);
  }

  @Test
  void restart_stoppedEngine_answersAtSameAddressWithOtherCapacity() {
    engine.stop();
    assertThatThrownBy(() -> probe())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(BackendUnavailableException.class);
    assertThatThrownBy(this::chat).isInstanceOf(BackendUnavailableException.class);
    engine.restart(.5);
    assertThat(chat().usage()).isNotNull();
    assertThat(probe().capacityTokens()).isEqualTo(CAPACITY / 2);
  }
}
