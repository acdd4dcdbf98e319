package io.thunder.examples.llamacpp.server;

import static io.thunder.examples.llamacpp.server.LlamaHttp.body;
import static io.thunder.examples.llamacpp.server.LlamaHttp.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.llamacpp.LlamaProcess;
import io.thunder.examples.llamacpp.TinyEngine;
import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.gguf.ModelSize;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Clients that leave an engine of two slots, so long that no answer ends before it is looked at. */
final class LlamaServerDisconnectTest {

  private static final EngineOptions LONG_SLOTS =
      new EngineOptions(ModelSize.TINY, 2, 16_384, 1, 1);

  private static final String SLOW = ",\"max_tokens\":16000,\"ignore_eos\":true";

  @Test
  void disconnect_inAnAnswerAndInTheQueue_leavesSlotsFree() throws Exception {
    try (LlamaProcess process = TinyEngine.start(LONG_SLOTS, 0)) {
      LlamaHttp http = new LlamaHttp(process.awaitUrl());
      try (Socket first = http.open(body(user("one"), SLOW));
          Socket second = http.open(body(user("two"), SLOW + ",\"stream\":true"))) {
        http.await("num_requests_running", 2);
        try (Socket queued = http.open(body(user("three"), SLOW))) {
          http.await("num_requests_waiting", 1);
          assertThat(queued.isConnected()).isTrue();
        }
        http.await("num_requests_waiting", 0);
        assertThat(first.isConnected()).isTrue();
        assertThat(second.isConnected()).isTrue();
      }
      http.await("num_requests_running", 0);

      assertThat(http.chat(user("next"), ",\"max_tokens\":1").has("choices")).isTrue();
    }
  }
}
