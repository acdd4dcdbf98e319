package io.thunder.examples.replay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.gguf.ModelSize;
import io.thunder.okhttp.OkHttpTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LlamaEnginesTest {

  private static LlamaEngines engines;
  private static Backend backend;

  @BeforeAll
  static void start() throws RunFailedException {
    try {
      engines = LlamaEngines.start(new EngineOptions(ModelSize.TINY, 4, 512, 1, 1), 1, 0);
      backend = engines.backends().get(0);
    } catch (RunFailedException e) {
      assumeFalse(e.getMessage().contains("does not load on this platform"), e::getMessage);
      throw e;
    }
  }

  @AfterAll
  static void close() {
    if (engines != null) {
      engines.close();
    }
  }

  @Test
  void probe_engine_findsASlotPerBlock() {
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      BackendReading reading = transport.probe(backend).join();

      assertThat(reading.blockTokens()).isEqualTo(512);
      assertThat(reading.capacityTokens())
          .as("four slots, and less than one more")
          .isEqualTo(5 * 512 - 1);
    }
    assertThat(engines.failure()).isNull();
  }

  @Test
  void message_onTheEngine_isAsLongAsAConversationPlans() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(backend.uri() + "/tokenize"))
        .POST(HttpRequest.BodyPublishers.ofString(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"" + PseudoText.of(7, 400) + "\"}]}"))
        .build();
    String body = HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
    JsonObject tokens = JsonParser.parseString(body).getAsJsonObject();

    int template = 5 + 3; // around the message, and before the answer
    int lastBlank = 1;
    assertThat(tokens.get("count").getAsInt()).isEqualTo(400 + template + lastBlank);
  }
}
